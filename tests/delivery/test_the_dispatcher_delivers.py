from __future__ import annotations

import pytest
from django.db import connection
from django.urls import clear_url_caches, get_resolver

from notifications import intake
from notifications.delivery import sending
from notifications.delivery.dispatcher import Dispatcher
from notifications.reports import Report
from tests.delivery.clockwork import at, bell_rings_until, take

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_failed_run_reaches_the_group(wecom, step, web, dispatcher):
    report = Report(source="api", pipeline="web", run="7", status="failed")
    receipt = intake.receive(report, pipeline=web, reporter="token ci")
    wecom.wait_for_answers(1)
    (shown,) = wecom.messages()
    delivery = receipt.deliveries[0]
    dispatcher.stop()
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    assert shown.content == delivery.body["markdown"]["content"]


def test_it_knows_the_pages_addresses_before_it_claims(monkeypatch):
    known = []

    def looking(**_how):
        known.append(get_resolver()._populated)
        return []

    monkeypatch.setattr("notifications.delivery.dispatcher.claim", looking)
    clear_url_caches()
    dispatcher = Dispatcher(threads=1)
    dispatcher.start()
    bell_rings_until(lambda: known)
    dispatcher.stop()
    assert known[0]


@pytest.mark.postgresql
def test_a_robot_that_takes_long_holds_no_connection(wecom, owe):
    owe("hello")
    reservation = take(at(0))
    assert connection.connection
    sending.post(reservation)
    assert connection.connection is None

from __future__ import annotations

import pytest

from notifications import intake
from notifications.reports import Report

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

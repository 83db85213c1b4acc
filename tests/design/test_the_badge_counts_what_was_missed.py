"""The number in the rail: what of the last day did not arrive and nobody has sent again."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone

from credentials.models import Credential
from notifications.models import Delivery, Lane
from notifications.models.delivery import State
from wecomnotify.context import unsent_count
from wecomnotify.templatetags.screens import nav_item


@pytest.fixture
def missed(keyring, root, shop):
    """Put a delivery that did not arrive into the log: `missed(state=State.HELD)`."""
    credential = Credential.register(name="Ops", webhook=str(uuid.uuid4()), by=root, for_all=True)
    lane, _ = Lane.objects.get_or_create(robot=credential.robot)

    def made(**fields):
        now = timezone.now()
        given = {"state": State.DEAD, "created_at": now, "due_at": now, "body": {}, "team": shop}
        return Delivery.objects.create(lane=lane, **{**given, **fields})

    return made


def test_dead_and_held_deliveries_count(missed, vera):
    missed()
    missed(state=State.HELD)

    assert unsent_count(vera) == 2


def test_what_arrived_waits_is_a_test_or_is_of_another_day_does_not(missed, vera):
    missed(state=State.SENT)
    missed(state=State.PENDING)
    missed(is_test=True)
    missed(created_at=timezone.now() - dt.timedelta(days=2))

    assert unsent_count(vera) == 0


def test_what_somebody_sent_again_is_settled(missed, vera):
    missed(redelivers=missed(), state=State.PENDING)

    assert unsent_count(vera) == 0


def test_other_teams_and_strangers_see_none_of_it(missed, charlie):
    missed()

    assert unsent_count(charlie) == 0
    assert unsent_count(AnonymousUser()) == 0


def test_no_page_counts_further_than_a_thousand(missed, vera, monkeypatch):
    monkeypatch.setattr("wecomnotify.context.COUNTED_AT_MOST", 2)
    for _ in range(3):
        missed()

    assert unsent_count(vera) == 2


@pytest.mark.parametrize(("count", "shown"), [(1, "1"), (999, "999"), (1000, "999+")])
def test_what_is_beyond_999_is_not_spelled_out(count, shown):
    entry = nav_item(Context(), "deliveries", "send", "Deliveries", count=count, counted="?state=unsent")

    assert f'<span class="count">{shown}<' in render_to_string("components/nav_item.html", entry)

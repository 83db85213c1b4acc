"""kill -9 at any point: nothing that is carried is lost, and one message at most comes twice."""

from __future__ import annotations

import pytest

from notifications.delivery import carrying
from notifications.delivery.lanes import claim
from notifications.delivery.settling import settle
from notifications.models import Delivery, Lane
from notifications.models.delivery import Rank
from tests.delivery.clockwork import ACCEPTED, at, nothing_due, outcome, send, take

pytestmark = pytest.mark.django_db


def carried_states():
    return {*Delivery.objects.filter(rank=Rank.NORMAL).values_list("state", flat=True)}


def test_a_crash_while_merging_leaves_them_waiting(owe_news, monkeypatch):
    owe_news(*range(9))

    def dies(*_args, **_how):
        raise KeyboardInterrupt

    monkeypatch.setattr(carrying, "_freeze", dies)
    with pytest.raises(KeyboardInterrupt):
        claim(now=at(0), limit=1)
    assert Delivery.objects.filter(carried_by=None, state="pending").count() == 9
    assert Delivery.objects.count() == 9
    assert Lane.objects.get().lease_until is None


def test_a_crash_in_the_call_sends_the_same_text_again(owe_news):
    owe_news(*range(9))
    lost = take(at(0)).delivery
    owe_news("late", now=at(1))
    assert nothing_due(at(16))
    again, following = send(at(16.1))
    assert (again.pk, again.body) == (lost.pk, lost.body)
    assert Delivery.objects.filter(carried_by=again, state="sent").count() == 9
    assert following.delivery.digest["run"] == "late"


def test_a_crash_in_the_call_is_held_where_a_person_decides(owe_news):
    owe_news(*range(9), on_ambiguous="hold")
    take(at(0))
    assert nothing_due(at(17))
    assert {*Delivery.objects.values_list("state", "reason")} == {("held", "lost")}


def test_who_lost_the_lease_still_tells_that_it_was_accepted(owe_news):
    owe_news(*range(9))
    slow = take(at(0))
    second = take(at(17))
    settle(slow, ACCEPTED, now=at(18))
    assert carried_states() == {"sent"}
    settle(second, outcome("refused"), now=at(19))
    assert carried_states() == {"sent"}


def test_who_lost_the_lease_changes_nothing_else(owe_news):
    owe_news(*range(9))
    slow = take(at(0))
    take(at(17))
    settle(slow, outcome("refused"), now=at(18))
    assert Delivery.objects.filter(carried_by__isnull=False, state="pending").count() == 9

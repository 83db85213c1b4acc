from __future__ import annotations

import pytest

from notifications.delivery.lanes import claim
from notifications.delivery.settling import settle
from notifications.models import Attempt
from tests.delivery.clockwork import ACCEPTED, at, nothing_due, outcome, send, take, text_of

pytestmark = pytest.mark.django_db


def attempts():
    return [(each.outcome, each.is_resend) for each in Attempt.objects.order_by("pk")]


def test_an_unanswered_call_is_sent_again_and_marked_as_a_resend(owe):
    owe("hello")
    send(at(0), outcome("ambiguous"), lasts=0)
    delivery, _ = send(at(1.1))
    assert (delivery.state, delivery.attempts_count) == ("sent", 2)
    assert attempts() == [("ambiguous", False), ("accepted", True)]


def test_a_call_that_certainly_failed_is_no_resend(owe):
    owe("hello")
    send(at(0), outcome("not_sent"), lasts=0)
    send(at(1.1))
    assert attempts() == [("not_sent", False), ("accepted", False)]


def test_a_step_can_choose_that_a_person_decides(owe):
    owe("one", on_ambiguous="hold")
    owe("two")
    delivery, following = send(at(0), outcome("ambiguous"), lasts=0)
    assert (delivery.state, delivery.reason, following) == ("held", "ambiguous", None)
    assert text_of(take(at(1.1)).delivery) == "two"


def test_a_lost_call_is_sent_again_after_its_lease(owe):
    (delivery,) = owe("hello")
    take(at(0))
    assert nothing_due(at(16))
    again = take(at(16.1))
    assert (again.delivery.pk, again.lease_token) == (delivery.pk, 2)
    assert again.delivery.reason == "lost"
    settle(again, ACCEPTED, now=at(17))
    assert attempts() == [("ambiguous", False), ("accepted", True)]
    assert [each.started_at for each in Attempt.objects.order_by("pk")] == [at(0), at(16.1)]


def test_a_lost_call_is_held_where_a_person_decides(owe):
    (delivery,) = owe("hello", on_ambiguous="hold")
    take(at(0))
    assert nothing_due(at(17))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("held", "lost")


def test_a_lost_test_is_dead(owe):
    (delivery,) = owe("try", is_test=True, rank=0)
    take(at(0))
    assert claim(now=at(17), limit=1) == []
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("dead", "lost")


def test_a_lost_call_of_a_deleted_credential_is_recorded_and_the_message_is_dead(owe):
    (delivery,) = owe("hello")
    take(at(0))
    type(delivery).objects.update(credential=None)
    assert nothing_due(at(17))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("dead", "credential_deleted")
    assert attempts() == [("ambiguous", False)]

from __future__ import annotations

import pytest

from notifications.models import Delivery, DispatcherHeartbeat, Event, Lane
from tests.delivery.clockwork import NOON, at, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivery(owe):
    return owe("hello")[0]


def test_the_team_sees_its_deliveries_and_strangers_see_none(delivery, alice, vera, charlie, root):
    seen = [Delivery.objects.visible_to(person).count() for person in (alice, vera, root, charlie)]
    assert seen == [1, 1, 1, 0]


def test_a_credentials_own_test_is_seen_by_who_sent_it(owe, alice, bob):
    owe("try", team=None, requested_by=bob)
    assert [Delivery.objects.visible_to(person).count() for person in (bob, alice)] == [1, 0]


def test_who_left_sees_nothing(delivery, alice, root):
    for person in (alice, root):
        person.is_active = False
        assert not Delivery.objects.visible_to(person).exists()
        assert not Event.objects.visible_to(person).exists()


def test_the_team_sees_its_events_and_strangers_see_none(web, alice, charlie, root):
    Event.objects.create(
        pipeline=web, idempotency_key="1", status="failed", run="1", occurred_at=NOON, received_at=NOON
    )
    assert [Event.objects.visible_to(person).count() for person in (alice, root, charlie)] == [1, 1, 0]


def test_rows_say_what_they_are(delivery, ops, web):
    send(at(0))
    event = Event(pipeline=web, run="7", task="build", status="failed")
    heartbeat = DispatcherHeartbeat(process="web:1", seen_at=NOON)
    assert [str(delivery), str(Lane.objects.get()), str(event), str(heartbeat)] == [
        f"{delivery.pk}  pending",
        f"lane {ops.robot_id}",
        "Web #7 build failed",
        "web:1 12:00:00",
    ]
    assert str(delivery.attempts.get()) == f"{delivery.pk} 12:00:00 accepted"

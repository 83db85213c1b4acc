from __future__ import annotations

import pytest

from credentials.models import Credential
from notifications.models import Delivery, Lane
from notifications.models.redelivery import NotRedeliverableError
from teams.models import AuditEntry
from tests.delivery.clockwork import at, outcome, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def dead(owe):
    owe("hello")
    return send(at(0), outcome("refused", http_status=200, errcode=40058))[0]


def test_a_dead_delivery_becomes_a_new_one_with_the_same_text(dead, alice):
    again = dead.redeliver(by=alice)
    assert (again.body, again.redelivers, again.requested_by) == (dead.body, dead, alice)
    assert (again.state, again.reason, again.attempts_count, again.errcode) == ("pending", "", 0, None)
    assert Delivery.objects.get(pk=dead.pk).state == "dead"


def test_its_lane_is_armed(dead, alice):
    again = dead.redeliver(by=alice)
    assert Lane.objects.get().wake_at is not None
    assert Delivery.objects.open().get() == again


def test_the_audit_trail_says_who_did_it(dead, alice, shop):
    dead.redeliver(by=alice)
    entry = AuditEntry.objects.get(verb="delivery.redeliver")
    assert (entry.actor, entry.target, entry.team) == (alice, f"delivery {dead.pk}", shop)


def test_what_was_sent_can_be_sent_again(owe, alice):
    owe("hello")
    sent, _ = send(at(0))
    assert sent.redeliver(by=alice).pk != sent.pk


def test_what_is_held_is_released_and_stays_the_same_delivery(owe, alice):
    owe("hello", on_ambiguous="hold")
    held, _ = send(at(0), outcome("ambiguous"))
    released = held.redeliver(by=alice)
    assert (released.pk, released.state, released.reason) == (held.pk, "pending", "")
    assert AuditEntry.objects.filter(verb="delivery.release").exists()


def test_what_still_waits_is_not_doubled(owe, alice):
    (waiting,) = owe("hello")
    message = f"^Delivery {waiting.pk} still waits to be sent. Wait for its result.$"
    with pytest.raises(NotRedeliverableError, match=message):
        waiting.redeliver(by=alice)


def test_a_second_click_makes_no_second_message(dead, alice):
    again = dead.redeliver(by=alice)
    with pytest.raises(NotRedeliverableError, match=f"^Delivery {again.pk} still waits"):
        dead.redeliver(by=alice)


def test_a_disabled_credential_is_named(dead, alice, ops):
    Credential.objects.filter(pk=ops.pk).update(is_enabled=False)
    message = "^The credential “ops” is disabled. Enable it, then redeliver.$"
    with pytest.raises(NotRedeliverableError, match=message):
        Delivery.objects.get(pk=dead.pk).redeliver(by=alice)


def test_a_deleted_credential_is_named(dead, alice):
    Delivery.objects.update(credential=None, credential_name="ops")
    message = "^The credential “ops” was deleted. Choose another one in the step and send a test.$"
    with pytest.raises(NotRedeliverableError, match=message):
        Delivery.objects.get(pk=dead.pk).redeliver(by=alice)


def test_it_goes_to_the_robot_the_credential_has_now(dead, alice, ops, root, wecom):
    ops.replace_key(wecom.webhook_url(wecom.add_robot(group="new")), by=root)
    again = Delivery.objects.get(pk=dead.pk).redeliver(by=alice)
    ops.refresh_from_db()
    assert again.lane_id == ops.robot_id != dead.lane_id


def test_what_died_again_can_be_sent_a_third_time(dead, alice):
    again = dead.redeliver(by=alice)
    Delivery.objects.filter(pk=again.pk).update(state="dead")
    assert dead.redeliver(by=alice).pk != again.pk


def test_what_the_team_may_not_use_any_more_is_not_sent_again(dead, alice, ops, shop):
    Credential.objects.filter(pk=ops.pk).update(is_shared_with_all=False)
    Delivery.objects.update(credential_name="ops")
    message = "^The credential “ops” is not shared with Shop any more. Ask its keepers to share it.$"
    with pytest.raises(NotRedeliverableError, match=message):
        Delivery.objects.get(pk=dead.pk).redeliver(by=alice)

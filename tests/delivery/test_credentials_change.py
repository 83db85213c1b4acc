from __future__ import annotations

import pytest

from credentials.models import Credential
from notifications.delivery.settling import settle
from notifications.models import Delivery, Lane
from tests.delivery.clockwork import at, nothing_due, outcome, send, take, text_of

pytestmark = pytest.mark.django_db


def states():
    return [(each.state, each.reason) for each in Delivery.objects.order_by("pk")]


@pytest.fixture
def new_key(wecom):
    return wecom.webhook_url(wecom.add_robot(group="new"))


def test_a_disabled_credential_holds_what_waits_for_it(owe, ops):
    owe("one", "two")
    Credential.objects.filter(pk=ops.pk).update(is_enabled=False)
    assert nothing_due(at(0))
    assert states() == [("held", "credential_disabled")] * 2


def test_other_credentials_of_the_same_robot_go_on(owe, ops):
    twin = Credential.objects.create(
        name="twin", robot=ops.robot, endpoint=ops.endpoint, sealed_key=ops.sealed_key
    )
    owe("one")
    owe("two", credential=twin)
    Credential.objects.filter(pk=ops.pk).update(is_enabled=False)
    assert text_of(take(at(0)).delivery) == "two"


def test_what_waits_for_a_deleted_credential_is_dead(owe):
    owe("one")
    Delivery.objects.update(credential=None)
    assert nothing_due(at(0))
    assert states() == [("dead", "credential_deleted")]


def test_a_replaced_key_takes_along_what_waits(owe, ops, root, new_key):
    owe("one", "two")
    ops.replace_key(new_key, by=root)
    assert set(Delivery.objects.values_list("lane", flat=True)) == {ops.robot_id}
    reservation = take(Lane.objects.get(pk=ops.robot_id).wake_at)
    assert text_of(reservation.delivery) == "one"


def test_a_replaced_key_frees_what_a_dead_robot_held(owe, ops, root, new_key):
    owe("one")
    send(at(0), outcome("dead_robot"))
    ops.replace_key(new_key, by=root)
    reservation = take(Lane.objects.get(pk=ops.robot_id).wake_at)
    assert reservation.delivery.state == "sending"


def test_a_key_replaced_while_nothing_waits_changes_nothing(owe, ops, root, new_key):
    owe("one")
    send(at(0))
    ops.replace_key(new_key, by=root)
    assert not Lane.objects.filter(pk=ops.robot_id).exists()


def test_the_call_in_flight_ends_in_its_own_lane(owe, ops, root, new_key):
    owe("one", "two")
    reservation = take(at(0))
    ops.replace_key(new_key, by=root)
    reservation.delivery.refresh_from_db()
    assert Delivery.objects.exclude(lane=ops.robot_id).get() == reservation.delivery


def test_what_lies_in_a_wrong_lane_is_moved_when_it_is_found(
    owe, ops, register, django_capture_on_commit_callbacks
):
    dev = register("dev")
    owe("one")
    owe("stays", credential=dev)
    Delivery.objects.filter(credential=ops).update(lane=dev.robot_id)
    Lane.objects.filter(pk=ops.robot_id).update(wake_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        assert text_of(take(at(0)).delivery) == "stays"
    assert Delivery.objects.get(credential=ops).lane_id == ops.robot_id
    assert Lane.objects.get(pk=ops.robot_id).wake_at is not None


def test_what_the_old_key_came_to_says_nothing_of_the_new_one(owe, ops, root, new_key):
    owe("one")
    reservation = take(at(0))
    ops.replace_key(new_key, by=root)
    settle(reservation, outcome("dead_robot", errcode=93000), now=at(1))
    ops.refresh_from_db()
    assert (ops.last_outcome, ops.last_errcode) == ("", None)

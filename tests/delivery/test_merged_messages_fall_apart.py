"""A merged message that cannot be sent takes none of those it carries with it."""

from __future__ import annotations

import pytest

from credentials.models import Credential
from notifications.clockwork import clock
from notifications.delivery.settling import settle
from notifications.models import Delivery
from notifications.models.redelivery import NotRedeliverableError
from tests.delivery.clockwork import ACCEPTED, at, nothing_due, outcome, send

pytestmark = pytest.mark.django_db


def states(**which):
    return {*Delivery.objects.filter(**which).values_list("state", "reason", "carried_by")}


@pytest.fixture
def refused(owe_news, alice):
    """Have a merged message refused; return it and what it carried."""
    nine = owe_news(*range(9), mentions={"users": [], "all": True})
    carrier, following = send(at(0), outcome("refused", errcode=40058))
    return carrier, nine, following


def test_what_a_refused_message_carried_goes_one_by_one(refused):
    carrier, nine, following = refused
    assert (carrier.state, carrier.reason) == ("dead", "refused")
    went = []
    while following:
        went.append(following.delivery)
        following = settle(following, ACCEPTED, now=at(1))
    assert went == nine[:3]
    assert states(pk__in=[each.pk for each in nine[3:]]) == {("pending", "", None)}


def test_its_mention_dies_with_it_and_nothing_is_owed_twice(refused):
    carrier, _, _ = refused
    assert states(follows=carrier) == {("dead", "refused", None)}
    assert not Delivery.objects.unsent().exists()


def test_a_carrier_that_fell_apart_is_not_sent_again(refused, alice):
    carrier, _, _ = refused
    sentence = "The messages it carried go one by one. Redeliver those of them that did not arrive."
    with pytest.raises(NotRedeliverableError) as error:
        carrier.redeliver(by=alice)
    assert str(error.value) == sentence


def test_after_a_day_only_what_is_a_day_old_is_given_up(owe_news):
    old = owe_news(*range(8))
    young = owe_news("8", now=at(50_000))
    Delivery.objects.filter(pk__in=[each.pk for each in old]).update(due_at=at(0))
    send(at(50_000), outcome("not_sent"))
    type(old[0].lane).objects.update(failing_since=at(-1), hold_until=None, wake_at=at(86_401))
    send(at(86_401), outcome("not_sent"))
    assert states(pk__in=[each.pk for each in old]) == {("dead", "gave_up", None)}
    assert states(pk__in=[each.pk for each in young]) == {("pending", "", None)}
    assert states(rank=2) == {("dead", "gave_up", None)}


def test_a_disabled_credential_holds_carrier_and_carried(owe_news, ops):
    nine = owe_news(*range(9))
    send(at(0), outcome("not_sent"), lasts=0)
    Credential.objects.filter(pk=ops.pk).update(is_enabled=False)
    assert nothing_due(at(2))
    carrier = Delivery.objects.get(rank=2)
    assert states(pk__in=[each.pk for each in nine]) == {("held", "credential_disabled", carrier.pk)}
    assert carrier.state == "held"
    assert [*Delivery.objects.unsent()] == [carrier]


def test_a_replaced_key_takes_the_carrier_and_the_carried_along(owe_news, ops, root, wecom, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: at(60))
    owe_news(*range(9))
    send(at(0), outcome("dead_robot"))
    ops.replace_key(wecom.webhook_url(wecom.add_robot(group="new")), by=root)
    assert {*Delivery.objects.values_list("lane", flat=True)} == {ops.robot_id}
    assert {*Delivery.objects.values_list("state", flat=True)} == {"pending"}

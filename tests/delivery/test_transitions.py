"""A breaker that opens or closes leaves a row, in the transaction of the lane's change."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from credentials.models import Credential
from notifications.delivery.settling import settle
from notifications.models import Lane, Transition
from tests.delivery.clockwork import ACCEPTED, at, outcome, send, take

pytestmark = pytest.mark.django_db
GONE = outcome("dead_robot", http_status=200, errcode=93000, errmsg="invalid webhook url")
FAILED = outcome("server_error", http_status=502)
NEW_KEY = "0123abcd-0000-4000-8000-00000000beef"


def kinds():
    return [(each.kind, each.reason) for each in Transition.objects.order_by("pk")]


def test_a_robot_that_is_gone_leaves_a_row_with_wecoms_answer(owe):
    owe("one")
    send(at(0), GONE, lasts=0)
    found = Transition.objects.get()
    assert (found.kind, found.reason, found.at, found.since) == ("opened", "dead_robot", at(0), at(0))
    assert (found.http_status, found.errcode, found.errmsg) == (200, 93000, "invalid webhook url")
    assert (found.waiting, found.told_at) == (0, None)


def test_it_is_one_row_however_often_the_probe_fails(owe):
    owe("one")
    for hour in range(4):
        send(at(3600 * hour), GONE, lasts=0)
    assert kinds() == [("opened", "dead_robot")]


def test_what_closes_it_leaves_a_row_with_the_time_it_opened(owe):
    owe("one")
    send(at(0), GONE, lasts=0)
    send(at(1801), lasts=0)
    assert kinds() == [("opened", "dead_robot"), ("closed", "dead_robot")]
    assert Transition.objects.earliest("-pk").since == at(0)


def test_failures_that_turn_out_to_be_a_robot_that_is_gone_are_told_again(owe):
    owe("one")
    Lane.objects.update(failures=9, failing_since=at(-1800))
    send(at(0), FAILED, lasts=0)
    send(at(1801), GONE, lasts=0)
    send(at(3602), FAILED, lasts=0)
    assert kinds() == [("opened", "failing"), ("opened", "dead_robot")]
    assert [each.since for each in Transition.objects.order_by("pk")] == [at(-1800), at(1801)]


def test_a_failure_alone_leaves_none(owe):
    owe("one")
    send(at(0), FAILED)
    assert kinds() == []


def test_whoever_lost_the_lease_changes_no_breaker_and_tells_nobody(owe):
    owe("one")
    late = take(at(0))
    take(at(17))
    settle(late, GONE, now=at(18))
    assert (kinds(), Lane.objects.get().breaker_opened_at) == ([], None)


def test_a_message_that_is_accepted_with_nothing_amiss_asks_for_nothing_more(owe):
    owe("one")
    reservation = take(at(0))
    with CaptureQueriesContext(connection) as captured:
        settle(reservation, ACCEPTED, now=at(1))
    assert not [each["sql"] for each in captured if "transition" in each["sql"]]


def test_a_replaced_key_is_told_of_its_credential_and_closes_the_old_breaker(owe, ops, root):
    owe("one")
    send(at(0), GONE, lasts=0)
    old = ops.robot_id
    ops.replace_key(NEW_KEY, by=root)
    found = Transition.objects.get(kind="replaced")
    assert (found.lane_id, found.credential, found.since) == (old, ops, at(0))
    assert Lane.objects.get(pk=old).breaker_opened_at is None


def test_the_old_breaker_stays_open_for_another_credential_of_the_key(owe, ops, other, root):
    twin = Credential.objects.get(pk=ops.pk)
    twin.pk, twin.name, twin.owning_team = Credential._meta.pk.get_default(), "Twin", other
    twin.save(force_insert=True)
    owe("one")
    send(at(0), GONE, lasts=0)
    ops.replace_key(NEW_KEY, by=root)
    assert Lane.objects.get(pk=twin.robot_id).breaker_opened_at == at(0)


def test_a_key_replaced_while_nothing_is_amiss_is_no_news(owe, ops, root):
    owe("one")
    ops.replace_key(NEW_KEY, by=root)
    assert kinds() == []

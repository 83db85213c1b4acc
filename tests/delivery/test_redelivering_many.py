"""Many are sent again: counted first, oldest first, in chunks, and only what can go."""

from __future__ import annotations

import pytest

from credentials.models import Credential
from notifications.models import Delivery, Lane, redelivering_many
from notifications.models.delivery import Rank
from notifications.models.redelivering_many import Tally, redeliver_many
from notifications.models.redelivery_counts import census
from teams.models import AuditEntry
from tests.delivery.clockwork import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def dead(owe):
    made = owe("one", "two", "three", credential_name="ops")
    Delivery.objects.update(state="dead", reason="refused")
    Lane.objects.update(wake_at=None)
    return made


def undelivered(person):
    return Delivery.objects.visible_to(person).redeliverable_by(person)


def waiting():
    return [text_of(each) for each in Delivery.objects.open()]


def test_they_are_counted_by_robot(dead, bob, ops):
    counted = census(undelivered(bob))

    (share,) = counted.shares
    assert (counted.count, counted.stuck, counted.newest) == (3, 0, dead[-1].pk)
    assert (share.name, share.count, share.credential_id) == ("ops", 3, ops.pk)


def test_they_wait_again_in_their_order(dead, bob):
    assert redeliver_many(undelivered(bob), by=bob) == Tally(redelivered=3)
    assert waiting() == ["one", "two", "three"]
    assert Lane.objects.get().wake_at is not None
    assert {each.requested_by for each in Delivery.objects.open()} == {bob}


def test_chunks_keep_the_order(dead, bob, monkeypatch):
    monkeypatch.setattr(redelivering_many, "CHUNK", 2)

    assert redeliver_many(undelivered(bob), by=bob) == Tally(redelivered=3)
    assert waiting() == ["one", "two", "three"]


def test_a_call_is_bounded_and_says_what_is_left(dead, bob):
    assert redeliver_many(undelivered(bob), by=bob, at_most=2) == Tally(redelivered=2, left=1)
    assert waiting() == ["one", "two"]
    assert redeliver_many(undelivered(bob), by=bob, at_most=2) == Tally(redelivered=1)


def test_nothing_goes_twice(dead, bob):
    redeliver_many(undelivered(bob), by=bob)

    assert redeliver_many(undelivered(bob), by=bob) == Tally()


def test_what_was_sent_again_while_it_was_counted_is_left_out(dead, bob, monkeypatch):
    one = Delivery.objects.get(pk=dead[0].pk)
    counted = redelivering_many.census

    def counted_then_pressed(found):
        result = counted(found)
        found.model.objects.filter(pk=one.pk).update(state="pending")
        return result

    monkeypatch.setattr(redelivering_many, "census", counted_then_pressed)

    assert redeliver_many(undelivered(bob), by=bob).redelivered == 2


def test_held_ones_are_released_and_stay_themselves(dead, bob):
    Delivery.objects.filter(pk=dead[1].pk).update(state="held", reason="ambiguous")
    redeliver_many(undelivered(bob), by=bob)

    released = Delivery.objects.get(pk=dead[1].pk)
    assert (released.state, released.reason) == ("pending", "")
    assert not released.redeliveries.exists()


def test_what_was_held_with_its_carrier_is_released_with_it(dead, owe, bob):
    (carrier,) = owe("one and two", rank=Rank.MERGED, on_ambiguous="hold")
    Delivery.objects.filter(pk=carrier.pk).update(state="held", reason="ambiguous")
    Delivery.objects.filter(pk__in=[dead[0].pk, dead[1].pk]).update(state="held", carried_by=carrier)
    redeliver_many(undelivered(bob), by=bob)

    carried = Delivery.objects.filter(carried_by=carrier)
    assert set(carried.values_list("state", flat=True)) == {"pending"}
    assert [text_of(each) for each in Delivery.objects.in_line()] == ["one and two", "three"]


def test_mentions_come_along_behind_their_message(dead, owe, bob, monkeypatch):
    monkeypatch.setattr(redelivering_many, "CHUNK", 1)
    (mention,) = owe("@one", part="mention")
    Delivery.objects.filter(pk=mention.pk).update(state="dead", follows=dead[0])

    assert redeliver_many(undelivered(bob), by=bob).redelivered == 4
    again = Delivery.objects.get(redelivers=mention)
    assert text_of(again.follows) == "one"
    assert waiting() == ["one", "@one", "two", "three"]


def test_tests_and_sent_ones_are_left_alone(dead, bob):
    Delivery.objects.filter(pk=dead[0].pk).update(is_test=True)
    Delivery.objects.filter(pk=dead[1].pk).update(state="sent")

    assert census(undelivered(bob)).count == 1


@pytest.mark.parametrize(
    "lost",
    [{"is_enabled": False}, {"is_shared_with_all": False}],
    ids=["disabled", "not shared any more"],
)
def test_what_the_team_may_not_use_any_more_cannot_go(dead, bob, ops, lost):
    Credential.objects.filter(pk=ops.pk).update(**lost)

    assert redeliver_many(undelivered(bob), by=bob) == Tally(stuck=3)
    assert waiting() == []


def test_what_has_no_credential_cannot_go(dead, bob):
    Delivery.objects.update(credential=None)

    assert redeliver_many(undelivered(bob), by=bob) == Tally(stuck=3)


def test_a_credential_shared_with_the_team_alone_can_go(dead, bob, shop, ops):
    Credential.objects.filter(pk=ops.pk).update(is_shared_with_all=False)
    ops.teams.add(shop)

    assert redeliver_many(undelivered(bob), by=bob) == Tally(redelivered=3)


def test_they_go_to_the_robot_the_credential_has_now(dead, bob, root, ops, wecom):
    ops.replace_key(wecom.webhook_url(wecom.add_robot(group="new")), by=root)
    redeliver_many(undelivered(bob), by=bob)

    ops.refresh_from_db()
    assert {each.lane_id for each in Delivery.objects.open()} == {ops.robot_id}


@pytest.mark.parametrize(("role", "count"), [("root", 3), ("alice", 3), ("vera", 0), ("charlie", 0)])
def test_editors_send_their_own_teams_messages(dead, request, role, count):
    person = request.getfixturevalue(role)

    assert census(undelivered(person)).count == count


def test_the_team_is_told_once_for_all(dead, bob, shop):
    redeliver_many(undelivered(bob), by=bob)

    entry = AuditEntry.objects.get(verb="delivery.redelivered")
    assert (entry.actor, entry.team, entry.target) == (bob, shop, "3 deliveries")
    assert entry.after == {"count": 3, "oldest": dead[0].pk, "newest": dead[2].pk}


def test_a_hundred_cost_as_many_queries_as_three(dead, owe, bob, django_assert_max_num_queries):
    owe(*[f"more {number}" for number in range(97)])
    Delivery.objects.update(state="dead")

    with django_assert_max_num_queries(25):
        assert redeliver_many(undelivered(bob), by=bob).redelivered == 100

"""All that waits in a queue goes as one message when its keepers ask for it, at the robot's own rate."""

from __future__ import annotations

import pytest

from notifications.clockwork import clock
from notifications.delivery import carrying
from notifications.models import Delivery, Lane
from notifications.models.delivery import Rank
from teams.models import AuditEntry
from tests.delivery.clockwork import at, nothing_due, outcome, send, take

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: at(0))


def flush(by):
    Lane.objects.get().flush(by=by)


def carried(delivery):
    return [each.digest["run"] for each in delivery.carries.order_by("pk")]


def test_a_few_that_could_go_one_by_one_go_as_one(owe_news, root):
    owe_news(1, 2, 3)
    flush(root)

    reservation = take(at(0))
    assert carried(reservation.delivery) == ["1", "2", "3"]
    assert reservation.delivery.is_carrier


def test_what_came_before_it_goes_is_told_along_and_what_comes_after_goes_as_ever(owe_news, root):
    owe_news(1, 2)
    flush(root)
    owe_news(3, now=at(1))
    sent, _ = send(at(2), goes_on=False)
    owe_news(4, 5, now=at(3))

    assert carried(sent) == ["1", "2", "3"]
    assert not take(at(4)).delivery.is_carrier


def test_urgent_ones_go_first_and_alone(owe_news, root):
    owe_news(1, 2)
    (urgent,) = owe_news(3, rank=Rank.URGENT)
    flush(root)

    sent, following = send(at(0))
    assert sent == urgent
    assert carried(following.delivery) == ["1", "2"]


def test_different_teams_are_not_mixed(owe_news, root, other):
    owe_news(1, 2)
    owe_news(3, 4, team=other)
    flush(root)

    sent, following = send(at(0))
    assert [carried(sent), carried(following.delivery)] == [["1", "2"], ["3", "4"]]


def test_more_than_one_message_can_tell_of_go_in_as_few_as_can_be(owe_news, root, monkeypatch):
    monkeypatch.setattr(carrying, "FLUSHED_AT_MOST", 3)
    owe_news(1, 2, 3, 4, 5)
    flush(root)

    sent, following = send(at(0))
    assert [carried(sent), carried(following.delivery)] == [["1", "2", "3"], ["4", "5"]]


def test_a_single_one_goes_as_it_is(owe_news, root):
    (alone,) = owe_news(1)
    flush(root)

    assert take(at(0)).delivery == alone


def test_a_paused_queue_is_resumed(owe_news, root):
    owe_news(1, 2)
    Lane.objects.get().pause(by=root)
    flush(root)

    assert carried(take(at(0)).delivery) == ["1", "2"]
    entry = AuditEntry.objects.get(verb="lane.flushed")
    assert (entry.target, list(entry.before)) == ("ops", ["paused_at"])


def test_a_robot_that_failed_is_tried_at_once(owe_news, root):
    owe_news(1, 2)
    send(at(0), outcome("not_sent"))
    assert nothing_due(at(0))
    flush(root)

    assert carried(take(at(0)).delivery) == ["1", "2"]


def test_wecoms_own_limit_is_waited_for(owe_news, root):
    owe_news(1, 2)
    send(at(0), outcome("rate_limited"))
    flush(root)

    assert nothing_due(at(1))


def test_the_rate_is_kept(owe_news, root):
    owe_news(1, 2)
    Lane.objects.update(tokens=0.0, tokens_at=at(0))
    flush(root)

    assert nothing_due(at(0))
    assert carried(take(at(10)).delivery) == ["1", "2"]


def test_what_was_held_and_is_released_later_goes_as_ever(owe_news, root, monkeypatch):
    held = owe_news(1, 2)
    Delivery.objects.update(state="held")
    flush(root)
    monkeypatch.setattr(clock, "now", lambda: at(5))
    for each in held:
        each.redeliver(by=root)

    assert not take(at(6)).delivery.is_carrier

"""What was told of robots goes with the deliveries of its age, and nothing that is still to be told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from notifications.clockwork import clock
from notifications.models import Lane, Letter, Transition
from notifications.pruning import Cutoffs, count, prune

pytestmark = pytest.mark.django_db


@pytest.fixture
def news(ops, alice):
    """Return something that happened so many days ago: `news(100, is_told=False)`."""
    Lane.objects.get_or_create(pk=ops.robot_id)

    def made(days, *, is_told=True):
        at = clock.now() - timedelta(days=days)
        transition = Transition.objects.create(
            lane_id=ops.robot_id, kind="opened", reason="dead_robot", at=at, since=at
        )
        if is_told:
            Transition.objects.filter(pk=transition.pk).update(told_at=at)
            Letter.objects.create(transition=transition, person=alice, credential=ops, names="ops")
        return transition

    return made


def test_old_news_go_with_their_letters(news):
    news(91)
    young, untold = news(89), news(91, is_told=False)
    cutoffs = Cutoffs.by_settings(clock.now())

    assert count(cutoffs)["news"] == 1
    assert prune(cutoffs)["news"] == 1
    assert set(Transition.objects.all()) == {young, untold}
    assert Letter.objects.get().transition == young

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from notifications.delivery.lanes import claim
from notifications.delivery.settling import settle
from notifications.delivery.statements import next_alarm
from notifications.models import Delivery, Lane
from tests.delivery.clockwork import ACCEPTED, at, outcome, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("V2.3.2")]

happenings = st.lists(
    st.tuples(
        st.sampled_from(["accepted"] * 8 + ["refused", "busy", "ambiguous", "rate_limited", "lost"]),
        st.floats(0, 13),  # how long the call lasts
        st.floats(0, 1),  # when in the call the robot sees it
        st.floats(0, 90),  # a pause of the dispatcher afterwards
        st.booleans(),  # whether a test is sent before it
    ),
    min_size=30,
    max_size=60,
)


def call(reservation, now, happening):
    """Let one call happen; return when the robot saw it and when it was over."""
    kind, lasts, when, _, _ = happening
    over = now + timedelta(seconds=lasts)
    if kind != "lost":
        answer = ACCEPTED if kind == "accepted" else outcome(kind)
        settle(reservation, answer, now=over, goes_on=False)
    return now + (over - now) * when, over


def play(owe, happenings):
    """Let a lane with much to send live through it; return when the robot saw which text."""
    now, seen = at(0), []
    for happening in happenings:
        if happening[4]:
            owe("try", now=now, is_test=True, rank=0)
        reserved = claim(now=now, limit=1)
        if not reserved:
            now = max(now, next_alarm(now)) + timedelta(milliseconds=1)
            reserved = claim(now=now, limit=1)
        for reservation in reserved:
            moment, now = call(reservation, now, happening)
            seen.append((moment, reservation.delivery))
        now += timedelta(seconds=happening[3] if happening[3] > 60 else 0)
    return seen


@given(happenings)
@examples(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_a_robot_sees_at_most_twenty_in_any_sixty_seconds_and_in_order(owe, happenings):
    Delivery.objects.all().delete()
    Lane.objects.all().delete()
    owe(*[f"{number:03}" for number in range(len(happenings))], now=at(0))
    seen = play(owe, happenings)
    moments = [moment for moment, _ in seen]
    for first in moments:
        assert sum(first <= each < first + timedelta(seconds=60) for each in moments) <= 20
    texts = [text_of(delivery) for _, delivery in seen if not delivery.is_test]
    assert texts == sorted(texts)

from __future__ import annotations

import pytest

from notifications.delivery import backoff


@pytest.mark.parametrize(
    ("failures", "pause"),
    [(1, 1), (2, 3), (3, 10), (4, 30), (5, 60), (6, 120), (7, 300), (8, 600), (9, 1800), (500, 1800)],
)
def test_pauses_grow_to_half_an_hour(failures, pause):
    assert backoff.after(failures).total_seconds() == pause


def test_after_the_limit_a_lane_waits_more_than_a_minute_and_not_together_with_others():
    pauses = [backoff.after_limit(lane).total_seconds() for lane in range(1, 50)]
    assert min(pauses) >= 61
    assert max(pauses) < 65
    assert len({round(pause, 1) for pause in pauses}) > 20

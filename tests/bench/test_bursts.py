"""A merged message names runs one by one and as ranges: each counts once, when it was first told."""

from __future__ import annotations

from bench.robots import Call
from bench.rows.bursts import _arrivals, _most_in_a_minute


def told(at, text, *, key="a", errcode=0):
    return Call(at=at, key=key, text=text, errcode=errcode)


def test_a_range_names_every_run_in_it_and_a_refusal_none():
    calls = [
        told(1.0, "构建 #7"),
        told(2.0, "×4 #3–#5 and #9", errcode=45009),
        told(3.0, "×4 #3–#5 and #7"),
        told(4.0, "#7", key="b"),
    ]

    assert _arrivals(calls, ("a", "b")) == {(0, 3): 3.0, (0, 4): 3.0, (0, 5): 3.0, (0, 7): 1.0, (1, 7): 4.0}


def test_the_fullest_minute_of_any_robot_is_found():
    times = [0.0, 30.0, 59.9, 60.0, 89.0, 200.0]

    assert _most_in_a_minute([told(at, "") for at in times] + [told(1.0, "", key="b")]) == 4

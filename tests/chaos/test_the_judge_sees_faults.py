"""The judge of the trials finds what is wrong, and nothing else: trials that cannot fail prove nothing."""

from __future__ import annotations

import pytest

from tests.chaos.judging import Judge
from tests.chaos.ledger import Ledger, Row
from tests.chaos.load import Reported
from tests.chaos.recorder import Seen

KEY = "robot"
CLEAN = {
    "lost": [],
    "false_success": [],
    "out_of_order": [],
    "not_alone": [],
    "unexplained_repeats": [],
}


def reported(*serials, urgent=()):
    return [
        Reported(serial=each, robot=0, is_urgent=each in urgent, sent_at=0.0, event=f"e{each}")
        for each in serials
    ]


def row(number, state="sent", carried_by=None):
    return Row(
        id=f"d{number}", event=f"e{number}", credential="", state=state, carried_by=carried_by,
        is_carrier=False,
    )  # fmt: skip


def carrier(content):
    return Row(
        id="c", event=None, credential="", state="sent", carried_by=None, is_carrier=True, content=content
    )


def seen(content, at=0.0, errcode=0, *, is_cut=False):
    return Seen(
        key=KEY, content=content, at=at, status=200, errcode=errcode, is_cut=is_cut, ended_at=at + 0.1
    )


@pytest.fixture
def judged():
    """Judge a robot's calls; what is not clean comes back."""

    def judge(events, rows, calls, *, faults=()):
        ledger = Ledger(rows={each.id: each for each in rows})
        found = Judge(reported=events, keys=[KEY], seen=calls, ledger=ledger, faults=faults).findings()
        return {name: getattr(found, name) for name in CLEAN if getattr(found, name)}

    return judge


def test_a_sound_trial_has_no_finding(judged):
    merged = "### 3 notifications in one message\n> Failed ×3 · p0 #2–#4"
    rows = [row(1), row(2, carried_by="c"), row(3, carried_by="c"), row(4, carried_by="c"), carrier(merged)]
    assert judged(reported(1, 2, 3, 4), rows, [seen("p0 #1"), seen(merged, 1.0)]) == {}


@pytest.mark.parametrize("rows", [[], [row(1, "pending")], [row(1, "sending")]])
def test_what_nobody_owes_or_what_still_waits_is_lost(judged, rows):
    assert judged(reported(1), rows, []) == {"lost": [1]}


@pytest.mark.parametrize("calls", [[], [seen("p0 #1", errcode=45009)], [seen("p0 #11")]])
def test_sent_without_a_message_in_the_group_is_a_false_success(judged, calls):
    assert judged(reported(1), [row(1)], calls) == {"false_success": [1]}


@pytest.mark.parametrize("text", ["", "### 2 notifications in one message\n#1"])
def test_carried_by_what_never_came_or_speaks_of_another_number_is_a_false_success(judged, text):
    told = carrier("### 2 notifications in one message\n#1")
    calls = [seen(text)] if text else []
    assert judged(reported(1), [row(1, carried_by="c"), told], calls) == {"false_success": [1]}


def test_older_news_after_newer_is_out_of_order(judged):
    assert judged(reported(1, 2), [row(1), row(2)], [seen("#2"), seen("#1", 1.0)]) == {"out_of_order": [1]}


def test_urgent_news_may_overtake_and_must_stand_alone(judged):
    events, rows = reported(1, 2, 3, urgent=[3]), [row(1), row(2), row(3)]
    assert judged(events, rows, [seen("#3"), seen("#1", 1.0), seen("#2", 2.0)]) == {}
    assert judged(events, rows, [seen("#1"), seen("#2 #3", 1.0)]) == {"not_alone": [3]}


def test_a_repeat_is_explained_by_a_fault_while_it_was_in_flight_and_by_nothing_else(judged):
    calls = [seen("#1", 100.0), seen("#1", 120.0)]
    assert judged(reported(1), [row(1)], calls) == {"unexplained_repeats": [0]}
    assert judged(reported(1), [row(1)], calls, faults=[110.0]) == {"unexplained_repeats": [0]}
    assert judged(reported(1), [row(1)], calls, faults=[100.2]) == {}


def test_a_repeat_is_explained_by_an_answer_that_did_not_come_back(judged):
    calls = [seen("#1", 100.0, is_cut=True), seen("#1", 103.0)]
    assert judged(reported(1), [row(1)], calls) == {}


def test_the_fullest_minute_is_found_wherever_it_begins():
    calls = [seen(f"#{number}", 50.0 + number) for number in range(25)]
    late = [seen("#99", 200.0)]
    found = Judge(reported=[], keys=[KEY], seen=calls + late, ledger=Ledger()).findings()
    assert found.most_in_a_minute == 25

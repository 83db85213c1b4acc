"""The invariants, checked from outside: what was answered 202, what the robots saw, what the product says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tests.chaos.ledger import Ledger, Row
from tests.chaos.load import Reported
from tests.chaos.measures import in_flight, most_in_a_minute, out_of_order
from tests.chaos.recorder import LIMITED, Seen

LIMIT = 20


@dataclass(kw_only=True)
class Findings:
    """What came out of one trial. The lists name serials; a sound product leaves all of them empty."""

    accepted: int = 0
    alone: int = 0
    merged: int = 0
    dead: int = 0
    held: int = 0
    waiting: int = 0
    calls: int = 0
    most_in_a_minute: int = 0
    refused_for_rate: int = 0
    repeats: int = 0
    repeats_allowed: int = 0
    lost: list[int] = field(default_factory=list)
    false_success: list[int] = field(default_factory=list)
    out_of_order: list[int] = field(default_factory=list)
    not_alone: list[int] = field(default_factory=list)
    unexplained_repeats: list[int] = field(default_factory=list)

    def assert_sound(self) -> None:
        """Hold the invariants that no fault may break."""
        assert self.lost == []
        assert self.false_success == []
        assert self.out_of_order == []
        assert self.not_alone == []
        assert self.unexplained_repeats == []
        assert self.repeats <= self.repeats_allowed
        assert self.most_in_a_minute <= LIMIT


NOTHING = Row(id="", event=None, credential="", state="missing", carried_by=None, is_carrier=False)


@dataclass(kw_only=True)
class Judge:
    """Everything needed to judge one trial.

    `faults` are the moments that may double what was in flight, `still_waiting` the robots whose trial ends
    before their queue does.
    """

    reported: Sequence[Reported]
    keys: Sequence[str]
    seen: Sequence[Seen]
    ledger: Ledger
    faults: Sequence[float] = ()
    still_waiting: Collection[int] = ()

    def findings(self) -> Findings:
        found = Findings(accepted=sum(each.is_accepted for each in self.reported))
        found.calls = len(self.seen)
        found.refused_for_rate = sum(each.errcode == LIMITED for each in self.seen)
        self._judge_deliveries(found)
        for robot, key in enumerate(self.keys):
            calls = [each for each in self.seen if each.key == key]
            found.most_in_a_minute = max(found.most_in_a_minute, most_in_a_minute(calls))
            self._judge_robot(found, robot, calls)
        return found

    @cached_property
    def carried_in(self) -> dict[str, set[int]]:
        """Return, by its text, the serials a merged message carries: those it lists and those it counts."""
        serial_of = {each.event: each.serial for each in self.reported if each.is_accepted}
        found: dict[str, set[int]] = {}
        for row in self.ledger.rows.values():
            carrier = self.ledger.rows.get(row.carried_by or "")
            if carrier and row.event in serial_of:
                found.setdefault(carrier.content, set()).add(serial_of[row.event])
        return found

    def _told(self, seen: Seen) -> set[int]:
        return seen.told() | self.carried_in.get(seen.content, set())

    def _judge_deliveries(self, found: Findings) -> None:
        rows = self.ledger.of_events()
        for each in self.reported:
            if each.is_accepted:
                for row in rows.get(each.event, [NOTHING]):
                    self._judge_row(found, each, row)

    def _judge_row(self, found: Findings, reported: Reported, row: Row) -> None:
        match row.state:
            case "dead":
                found.dead += 1
            case "held":
                found.held += 1
            case "sent":
                found.merged += bool(row.carried_by)
                found.alone += not row.carried_by
                if not self._was_told(reported, row):
                    found.false_success.append(reported.serial)
            case "pending" | "sending" if reported.robot in self.still_waiting:
                found.waiting += 1
            case _:
                found.lost.append(reported.serial)

    def _was_told(self, reported: Reported, row: Row) -> bool:
        """Tell whether the group shows its text, or that of its carrier speaking of as many as it carries."""
        key = self.keys[reported.robot]
        if not row.carried_by:
            return (key, reported.serial) in self.serials_told
        carrier = self.ledger.rows.get(row.carried_by, NOTHING)
        seen = self.texts.get((key, carrier.content))
        return bool(seen and carrier.state == "sent") and seen.announced == self.counts[carrier.id]

    @cached_property
    def texts(self) -> dict[tuple[str, str], Seen]:
        """Return every message in the groups, by its robot's key and its text."""
        return {(each.key, each.content): each for each in self.seen if each.is_accepted}

    @cached_property
    def serials_told(self) -> set[tuple[str, int]]:
        return {(each.key, serial) for each in self.texts.values() for serial in each.told()}

    @cached_property
    def counts(self) -> Counter:
        """Return how many each message carries."""
        return Counter(row.carried_by for row in self.ledger.rows.values() if row.carried_by)

    def waits(self, robots: Collection[int]) -> list[float]:
        """Return, sorted, how many seconds the news of these robots took from the event to the group."""
        found = []
        for robot in robots:
            first: dict[int, float] = {}
            for each in self.seen:
                if each.key == self.keys[robot] and each.is_accepted:
                    first |= dict.fromkeys(self._told(each) - first.keys(), each.at)
            mine = [each for each in self.reported if each.robot == robot]
            found += [first[each.serial] - each.sent_at for each in mine if each.serial in first]
        return sorted(found)

    def _judge_robot(self, found: Findings, robot: int, calls: list[Seen]) -> None:
        urgent = {each.serial for each in self.reported if each.is_urgent and each.robot == robot}
        known: set[int] = set()
        firsts: list[list[int]] = []
        repeats = 0
        for each in (seen for seen in calls if seen.is_accepted):
            told = self._told(each)
            if told & urgent and len(told) > 1:
                found.not_alone += sorted(told & urgent)
            repeats += bool(told & known)
            firsts.append(sorted(told - known))
            known |= told
        found.out_of_order += out_of_order(firsts, urgent)
        allowed = in_flight(calls, self.faults) + sum(each.may_look_lost for each in calls)
        found.repeats += repeats
        found.repeats_allowed += allowed
        if repeats > allowed:
            found.unexplained_repeats.append(robot)

"""What waits for the same turn is done in one go, by whoever gets the turn."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Generic, TypeVar, cast

from notifications.clockwork.passage import passage
from notifications.clockwork.turns import turn

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
Work = Callable[[Sequence[Asked]], Sequence[Answer | Exception]]


class Combined(Generic[Asked, Answer]):
    """Callers hand over what they ask for; one of them does it for all that wait.

    While one group is being committed the next one gathers. No thread of its own: the first who waits leads.
    `work` returns an answer or an exception for each, in their order; what it raises, each of them gets.
    """

    def __init__(
        self, work: Work[Asked, Answer], *, most: int, weight: Callable[[Asked], int] = lambda _: 1
    ) -> None:
        """Take the work, how much of it is done at once at most, and how much one caller asks for."""
        self._work, self._most, self._weight = work, most, weight
        self._line: deque[_Place[Asked, Answer]] = deque()
        self._guard = threading.Lock()
        self._has_leader = False

    def ask(self, asked: Asked) -> Answer:
        """Return the answer once it is there, or raise what came instead."""
        place: _Place[Asked, Answer] = _Place(asked)
        with self._guard:
            self._line.append(place)
            leads, self._has_leader = not self._has_leader, True
        if leads or place.leads_now():
            self._lead()
        return place.taken()

    def _lead(self) -> None:
        """Do what waits, one's own first, and let the next in line lead."""
        group: list[_Place[Asked, Answer]] = []
        answered: list[tuple[_Place[Asked, Answer], Answer | BaseException]] = []
        try:
            with turn():
                group = self._next_group()
                answered = list(zip(group, self._work([place.asked for place in group]), strict=True))
        except BaseException as error:  # noqa: BLE001  # each caller raises it
            answered = [(place, error) for place in group or self._next_group()]
        finally:
            for place, answer in answered:
                place.answer(answer)
            self._hand_over()

    def _next_group(self) -> list[_Place[Asked, Answer]]:
        """Take those who come first from the line; who asks for more than the most is a group alone."""
        group: list[_Place[Asked, Answer]] = []
        room = self._most
        with self._guard:
            while self._line and (not group or self._weight(self._line[0].asked) <= room):
                group.append(self._line.popleft())
                room -= self._weight(group[-1].asked)
        return group

    def _hand_over(self) -> None:
        with self._guard:
            self._has_leader = bool(self._line)
            if self._line:
                self._line[0].lead()


class _Place(Generic[Asked, Answer]):
    """A caller's place in the line."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self._told: SimpleQueue[bool] = SimpleQueue()
        self._answer: Answer | BaseException | None = None

    def leads_now(self) -> bool:
        """Wait until it is answered, or until it leads: then return True."""
        with passage.left():
            return self._told.get()

    def lead(self) -> None:
        self._told.put(True)

    def answer(self, answer: Answer | BaseException) -> None:
        self._answer = answer
        self._told.put(False)

    def taken(self) -> Answer:
        """Return the answer, or raise what came instead."""
        if isinstance(self._answer, BaseException):
            raise self._answer
        return cast("Answer", self._answer)

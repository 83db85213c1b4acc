"""What others should replace when somebody leaves: the rooms above say what, the people pages list it.

They sign up when they start; teams itself knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from teams.models import User


@dataclass(frozen=True, kw_only=True)
class Task:
    """One thing of one person's: what it is, where it belongs and the page where it is replaced."""

    person: int
    name: str
    place: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Tasks of one kind: `tasks` lists those of several people, in a constant number of queries."""

    title: Any
    why: Any
    act: Any
    tasks: Callable[[Collection[User]], Iterable[Task]]


@dataclass(frozen=True, kw_only=True)
class Group:
    """One person's tasks of one kind."""

    kind: Kind
    tasks: list[Task]


_kinds: list[Kind] = []


def sign_up(kind: Kind) -> None:
    """List this kind of task from now on."""
    if kind not in _kinds:
        _kinds.append(kind)


def left_by(person: User) -> list[Group]:
    """Return what this person's leaving leaves to do, by kind; kinds without a task are left out."""
    groups = [Group(kind=kind, tasks=[*kind.tasks([person])]) for kind in _kinds]
    return [group for group in groups if group.tasks]


def counts(people: Collection[User]) -> dict[int, int]:
    """Count each person's tasks, by the person's key."""
    found = {person.pk: 0 for person in people}
    for kind in _kinds if people else []:
        for task in kind.tasks(people):
            found[task.person] += 1
    return found

"""A step's conditions: every one has to hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import eq, ne

from notifications import globs
from notifications.models.step import Operator
from notifications.rendering import Facts
from notifications.vocabulary import value_of

HOLDS: Mapping[str, Callable[[str, str], bool]] = {
    Operator.EQUALS: eq,
    Operator.NOT_EQUALS: ne,
    Operator.STARTS_WITH: str.startswith,
    Operator.CONTAINS: str.__contains__,
    Operator.MATCHES: globs.matches,
}


@dataclass(frozen=True, kw_only=True)
class Unmet:
    """A condition that does not hold, and the value it met."""

    variable: str
    operator: str
    value: str
    found: str


def first_unmet(conditions: Iterable[Mapping[str, str]], facts: Facts, language: str) -> Unmet | None:
    """Return the first condition that does not hold; a variable that was not reported is empty."""
    for condition in conditions:
        found = value_of(condition["variable"], facts, language) or ""
        if not HOLDS[condition["operator"]](found, condition["value"]):
            return Unmet(found=found, **condition)
    return None

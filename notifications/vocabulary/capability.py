"""What a source can carry, and what follows for fields and variables."""

from __future__ import annotations

from dataclasses import dataclass

from notifications.vocabulary.events import NotificationEvent
from notifications.vocabulary.facts import FACT_NAMES
from notifications.vocabulary.fields import FIELDS, Field
from notifications.vocabulary.variables import VARIABLES, Variable


@dataclass(frozen=True, kw_only=True, slots=True)
class Capability:
    """The events a source can report and the facts (names of `Facts`) it can fill.

    Raises ValueError for a fact that does not exist.
    """

    events: frozenset[NotificationEvent]
    facts: frozenset[str]

    def __post_init__(self) -> None:
        if unknown := self.facts - FACT_NAMES:
            raise ValueError(f"There is no fact called {', '.join(sorted(unknown))}; see Facts.")

    def carries(self, item: Field | Variable) -> bool:
        """Tell whether everything the field or variable is made of can be reported."""
        return self.facts.issuperset(item.facts)

    def missing_fields(self) -> tuple[Field, ...]:
        return tuple(field for field in FIELDS if not self.carries(field))

    def missing_variables(self) -> tuple[Variable, ...]:
        return tuple(variable for variable in VARIABLES if not self.carries(variable))

    def missing_events(self) -> tuple[NotificationEvent, ...]:
        return tuple(event for event in NotificationEvent if event not in self.events)


EVERYTHING = Capability(events=frozenset(NotificationEvent), facts=FACT_NAMES)

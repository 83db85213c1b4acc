"""The variables custom content can use: `${NAME}`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from notifications.vocabulary.facts import Facts
from notifications.vocabulary.gitee_variables import GITEE_ROWS
from notifications.vocabulary.languages import Words
from notifications.vocabulary.neutral_variables import NEUTRAL_ROWS
from notifications.vocabulary.presence import Presence
from notifications.vocabulary.samples import sample_facts, sample_pull_request


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable: its meaning, when it exists, which facts carry it and how it is read from them."""

    name: str
    meaning: Words
    presence: Presence
    facts: tuple[str, ...]
    value: Callable[[Facts, str], str]

    def sample(self, language: str) -> str:
        """Return the value this variable has in the made-up samples."""
        from_a_push = self.value(sample_facts(language=language), language)
        return from_a_push or self.value(sample_pull_request(language=language), language)


VARIABLES = tuple(Variable(*row) for row in (*NEUTRAL_ROWS, *GITEE_ROWS))
VARIABLES_BY_NAME = MappingProxyType({variable.name: variable for variable in VARIABLES})
VARIABLE_NAMES = tuple(VARIABLES_BY_NAME)


def value_of(name: str, facts: Facts, language: str) -> str | None:
    """Return what `${name}` stands for, unescaped: empty when not reported, None when the name means nothing.

    What an event sent in `variables` can never shadow a known name.
    """
    variable = VARIABLES_BY_NAME.get(name)
    return variable.value(facts, language) if variable else facts.variables.get(name)

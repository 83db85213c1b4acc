"""One member of an event's body after the other, its faults collected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext

from notifications.sources.reading import web_address
from teams.api.problems import FieldError

ATTEMPT_MAX = 1_000_000
VARIABLES_MAX = 500
VARIABLE_NAME_MAX_LENGTH = 100
# Systems write "never" as the year 1 or the epoch: no pipeline ran then.
FIRST_YEAR = 1971


class Members:
    """Read the members of one object; a reader returns what is empty for an absent or wrong one."""

    def __init__(self, body: Mapping[str, Any], *, path: str = "") -> None:
        self._body = body
        self._path = path
        self.faults: list[FieldError] = []

    def text(self, name: str, *, most: int | None, numbers: bool = False) -> str:
        """Return a text without surrounding blanks, at most `most` characters; with `numbers` a whole one."""
        value = self._body.get(name)
        if numbers and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is None:
            return ""
        if not isinstance(value, str):
            or_number = gettext("This must be a text or a whole number.")
            return self._fault(name, or_number if numbers else gettext("This must be a text."))
        if "\x00" in value:
            return self._fault(name, gettext("This holds a NUL character: leave it out."))
        value = value.strip()
        if most is not None and len(value) > most:
            sentence = gettext("This has %(length)d characters; at most %(most)d are kept: shorten it.")
            return self._fault(name, sentence % {"length": len(value), "most": most})
        return value

    def required_text(self, name: str, *, most: int, numbers: bool = False) -> str:
        """Return a text that must be there."""
        faults = len(self.faults)
        value = self.text(name, most=most, numbers=numbers)
        if not value and len(self.faults) == faults:
            return self._fault(name, gettext("This is required."))
        return value

    def count(self, name: str) -> int:
        """Return a whole number from 1 on; 1 when absent."""
        value = self._body.get(name)
        if value is None:
            return 1
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= ATTEMPT_MAX:
            self._fault(name, gettext("This must be a whole number from 1 on."))
            return 1
        return value

    def url(self, name: str) -> str:
        """Return an http or https address."""
        value = self.text(name, most=None)
        if value and not web_address(value):
            return self._fault(
                name, gettext("This must be an http:// or https:// address of at most 2,000 characters.")
            )
        return value

    def moment(self, name: str) -> datetime | None:
        """Return a time with its zone, in UTC; a time before 1971 means that it never happened."""
        value = self.text(name, most=40)
        if not value:
            return None
        try:
            found = datetime.fromisoformat(value)
            if found.year < FIRST_YEAR:
                return None
            if found.tzinfo is not None:
                return found.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        self._fault(name, gettext("This must be a time with its zone, such as 2026-11-22T08:00:00Z."))
        return None

    def inner(self, name: str) -> Members:
        """Return the reader of an object; of nothing when absent."""
        value = self._body.get(name)
        if value is not None and not isinstance(value, dict):
            self._fault(name, gettext("This must be an object."))
        return Members(value if isinstance(value, dict) else {}, path=f"{self._path}{name}.")

    def variables(self, name: str) -> dict[str, str]:
        """Return names and texts; numbers, true and false become text, null is absent."""
        inner = self.inner(name)
        found = inner.all_variables()
        self.faults += inner.faults
        return found

    def all_variables(self) -> dict[str, str]:
        """Return every member of this object as a variable."""
        if len(self._body) > VARIABLES_MAX:
            most = gettext("At most %(most)d variables are kept.") % {"most": VARIABLES_MAX}
            self.faults.append(FieldError(field=self._path.rstrip("."), message=most))
            return {}
        return {key: self.variable(key) for key, value in self._body.items() if value is not None}

    def variable(self, key: str) -> str:
        """Return one variable's value as text."""
        value = self._body[key]
        if not key or len(key) > VARIABLE_NAME_MAX_LENGTH or "\x00" in key:
            return self._fault(key[:VARIABLE_NAME_MAX_LENGTH], gettext("A name has 1 to 100 characters."))
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float):
            return str(value)
        return self.text(key, most=None)

    def _fault(self, name: str, message: str) -> str:
        self.faults.append(FieldError(field=f"{self._path}{name}", message=message))
        return ""

"""Moments that stay moments in every time zone, and with days added: what lies further off is a slip."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.core.exceptions import ValidationError
from django.forms import DateField, DateTimeField

FIRST, LAST = datetime(1970, 1, 2, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


def is_within_reach(moment: date) -> bool:
    """Tell whether a day or an aware moment can be reckoned with."""
    if isinstance(moment, datetime):
        return FIRST <= moment <= LAST
    return FIRST.date() <= moment <= LAST.date()


def within_reach(moment: date) -> None:
    """Refuse, as a form's validator, what cannot be reckoned with.

    Raises:
        ValidationError: in the words for what is no date or time at all.
    """
    if not is_within_reach(moment):
        field = DateTimeField if isinstance(moment, datetime) else DateField
        raise ValidationError(field.default_error_messages["invalid"], code="invalid")

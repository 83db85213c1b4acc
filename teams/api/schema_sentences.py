"""What a schema refused, in the house's words and the reader's language: pydantic's own are English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT = _("This must be a text.")
TRUE_OR_FALSE = _("This must be true or false.")
OBJECT = _("This must be an object.")
WHOLE_NUMBER = _("This must be a whole number.")
TIME = _("This must be a time with its zone, such as 2026-11-22T08:00:00Z.")
# The kinds of faults are pydantic's: https://docs.pydantic.dev/latest/errors/validation_errors/
SENTENCES: Final = {
    "missing": _("This is required."),
    "extra_forbidden": _("This is not known here."),
    "string_type": TEXT,
    "bool_type": TRUE_OR_FALSE,
    "bool_parsing": TRUE_OR_FALSE,
    "list_type": _("This must be a list."),
    "dict_type": OBJECT,
    "model_type": OBJECT,
    "model_attributes_type": OBJECT,
    "int_type": WHOLE_NUMBER,
    "int_parsing": WHOLE_NUMBER,
    "int_from_float": WHOLE_NUMBER,
    "greater_than_equal": _("This must be %(ge)s or more."),
    "less_than_equal": _("This must be %(le)s or less."),
    "datetime_type": TIME,
    "datetime_parsing": TIME,
    "datetime_from_date_parsing": TIME,
    "timezone_aware": TIME,
}


def sentence(error: Mapping[str, Any]) -> str:
    """Return the sentence for one of `ValidationError.errors()`; what a validator of ours says stays so."""
    known = SENTENCES.get(error["type"])
    if known is None:
        return f"{error['msg'].removeprefix('Value error, ').rstrip('.')}."
    bounds: Mapping[str, Any] = error.get("ctx", {})
    return str(known % bounds)

"""What bodies look like: strict on the way in, identifiers as strings on the way out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext
from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, field_validator

from teams.api.schema_sentences import TIME
from teams.moments import is_within_reach


def _within_reach(moment: datetime) -> datetime:
    if not is_within_reach(moment):
        raise ValueError(str(TIME))
    return moment


# Numbers and UUIDs leave as text, so that no client does arithmetic on them or loses digits.
Id = Annotated[str, BeforeValidator(str)]
Moment = Annotated[AwareDatetime, AfterValidator(_within_reach)]


class StrictSchema(Schema):
    """A body in which an unknown member, or a text where a number belongs, is an error."""

    model_config = ConfigDict(extra="forbid", strict=True)

    @field_validator("*")
    @classmethod
    def refuse_nul(cls, value: Any) -> Any:
        # PostgreSQL stores no NUL, and nobody types one.
        if isinstance(value, str) and "\0" in value:
            raise ValueError(gettext("A text holds no NUL character."))
        return value

    def given(self) -> dict[str, Any]:
        """Return the members that the body holds; those left out stay as they are."""
        return self.model_dump(exclude_unset=True)


class Problem(Schema):
    """RFC 9457; how every error of this API is answered."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] = []

from __future__ import annotations

import pytest
from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from teams.api.schema_sentences import sentence


class Inner(BaseModel):
    value: str = ""


class Body(BaseModel, extra="forbid"):
    name: str = ""
    urgent: bool = False
    users: list[str] = []
    inner: Inner = Inner()
    limit: int = Field(default=1, ge=1, le=200)
    since: AwareDatetime | None = None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": None}, "This must be a text."),
        ({"other": 1}, "This is not known here."),
        ({"urgent": "perhaps"}, "This must be true or false."),
        ({"urgent": {}}, "This must be true or false."),
        ({"users": "lilei"}, "This must be a list."),
        ({"inner": None}, "This must be an object."),
        ({"limit": "many"}, "This must be a whole number."),
        ({"limit": 1.5}, "This must be a whole number."),
        ({"limit": 0}, "This must be 1 or more."),
        ({"limit": 201}, "This must be 200 or less."),
        ({"since": "yesterday"}, "This must be a time with its zone, such as 2026-11-22T08:00:00Z."),
        ({"since": "2026-11-22T08:00"}, "This must be a time with its zone, such as 2026-11-22T08:00:00Z."),
    ],
)
def test_what_a_schema_refuses_is_said_in_the_houses_words(given, words):
    with pytest.raises(ValidationError) as refused:
        Body.model_validate(given)

    assert [sentence(each) for each in refused.value.errors()] == [words]

"""Lists of the API: `?limit=` and `?cursor=`, answered as `{items, next}`."""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext
from ninja import Query, Schema

from teams.api.problems import FieldError, invalid
from teams.paging import BadCursorError, page_of

LIMIT_DEFAULT = 50
LIMIT_MAX = 200

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)

# Parameters of every list: `def teams(request, limit: Limit = LIMIT_DEFAULT, cursor: Cursor = "")`.
Limit = Annotated[int, Query(ge=1, le=LIMIT_MAX)]
Cursor = Annotated[str, Query(max_length=200)]


class Page(Schema, Generic[Item]):
    """One page of a list; `next` is the cursor of the next one, null at the end."""

    items: list[Item]
    next: str | None


def page(queryset: QuerySet[Row], *, limit: int = LIMIT_DEFAULT, cursor: str = "") -> dict[str, Any]:
    """Return one page as a `Page[…]` schema reads it, newest key first.

    Raises:
        Problem: 400 for a cursor that was not given out here.
    """
    try:
        found = page_of(queryset, limit=limit, cursor=cursor)
    except BadCursorError as error:
        message = gettext("This is no cursor of ours: leave it out, or use `next` of an earlier answer.")
        raise invalid([FieldError(field="cursor", message=message)]) from error
    return {"items": found.items, "next": found.next}

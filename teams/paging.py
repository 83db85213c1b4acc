"""Pages by key: the next page starts after the last row seen, however many rows came meanwhile."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext

Row = TypeVar("Row", bound=Model)


class BadCursorError(ValueError):
    """The cursor is none that this product gave out."""


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Row]):
    """The rows of one page and the cursor of the next, `None` at the end."""

    items: list[Row]
    next: str | None


def page_of(queryset: QuerySet[Row], *, limit: int, cursor: str = "") -> Page[Row]:
    """Return the rows after the cursor, newest key first.

    Raises:
        BadCursorError: for a cursor that this product did not give out.
    """
    if cursor:
        queryset = queryset.filter(pk__lt=_key(cursor, queryset.model))
    rows = list(queryset.order_by("-pk")[: limit + 1])
    return Page(items=rows[:limit], next=_cursor(rows[limit - 1]) if len(rows) > limit else None)


def page_for(request: HttpRequest, queryset: QuerySet[Row], *, limit: int) -> Page[Row]:
    """Return the page that an address asks for; where its cursor is nobody's the first one, and say so."""
    try:
        return page_of(queryset, limit=limit, cursor=request.GET.get("cursor", ""))
    except BadCursorError:
        messages.warning(request, gettext("That page of the list does not exist: this is the first one."))
        return page_of(queryset, limit=limit)


def _cursor(row: Model) -> str:
    return urlsafe_b64encode(str(row.pk).encode()).decode().rstrip("=")


def _key(cursor: str, model: type[Model]) -> object:
    try:
        text = urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)).decode()
        key = model._meta.pk.to_python(text)  # noqa: SLF001
    except (binascii.Error, UnicodeError, ValidationError) as error:
        raise BadCursorError from error
    # SQLite takes no integer of more than 64 bits.
    if isinstance(key, int) and not 0 <= key < 2**63:
        raise BadCursorError
    return key

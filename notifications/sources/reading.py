"""Members of a CI system's body, read with the patience that other people's payloads need."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext

from notifications.sources.source import Unreadable

URL_MAX_LENGTH = 2000
VARIABLES_MAX = 500
VARIABLE_NAME_MAX_LENGTH = 100
VARIABLE_MAX_LENGTH = 10_000
_UNPRINTABLE_IN_A_URL = re.compile(r"[\s\x00-\x1f\x7f]")


def text(value: object, *, most: int = VARIABLE_MAX_LENGTH) -> str:
    """Return a text or number as text, cut to `most` characters; anything else is absent, and so is NUL."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int | float):
        return ""
    # Half a character can come out of JSON in JSON; no database takes it, nor NUL.
    whole = str(value).encode(errors="replace").decode()
    return whole.replace("\x00", "").strip()[:most]


def required(holder: Mapping[str, Any], name: str, *, path: str, most: int) -> str:
    """Return a member that must hold a text or number.

    Raises:
        Unreadable: when it is missing, empty or something else.
    """
    found = text(holder.get(name), most=most)
    if not found:
        raise Unreadable(f"{path}.{name}", gettext("This is required and must be a text or a number."))
    return found


def members(value: object) -> list[Mapping[str, Any]]:
    """Return the objects of a list; what is no list, or no object in it, is left out."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def web_address(value: object) -> str:
    """Return an http or https address, or nothing: other schemes must never become a link."""
    address = text(value, most=URL_MAX_LENGTH + 1)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    fits = len(address) <= URL_MAX_LENGTH and not _UNPRINTABLE_IN_A_URL.search(address)
    return address if fits and parts.scheme in {"http", "https"} and parts.netloc else ""


def named_values(value: object) -> dict[str, str]:
    """Return `[{key, value}]`, or an object, as names and texts; the last one of a name counts."""
    if isinstance(value, Mapping):
        pairs: list[tuple[object, object]] = list(value.items())
    else:
        pairs = [(each.get("key"), each.get("value")) for each in members(value)]
    found = {text(name, most=VARIABLE_NAME_MAX_LENGTH): text(each) for name, each in pairs[:VARIABLES_MAX]}
    found.pop("", None)
    return found


def json_text(value: object) -> dict[str, str]:
    """Return the names and texts of an object written as JSON in a text; unreadable text holds nothing."""
    if not isinstance(value, str):
        return named_values(value)
    try:
        return named_values(json.loads(value))
    except (ValueError, RecursionError):
        return {}

"""JSON as strict as it is written: no duplicate names, no NaN, no lone surrogates, no endless nesting."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any, NoReturn, cast

from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext
from ninja.parser import Parser

from teams.api.problems import Problem

if TYPE_CHECKING:
    from django.http import HttpRequest

BODY_MAX_BYTES = 256 * 1024
DEPTH_MAX = 20
_MAYBE_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class StrictParser(Parser):
    """Read bodies with `read_object`; the parser of the whole API."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        return read_object(request)


def read_object(
    request: HttpRequest, *, max_bytes: int = BODY_MAX_BYTES, max_depth: int = DEPTH_MAX
) -> dict[str, Any]:
    """Read a request's body as one JSON object.

    Raises:
        Problem: 413 over `max_bytes`, else as `parse`.
    """
    try:
        declared = int(request.META.get("CONTENT_LENGTH") or 0)
        # What is declared too large is refused before it is read.
        body = request.body if declared <= max_bytes else None
    except ValueError as error:
        raise malformed(gettext("The header Content-Length is not a number.")) from error
    except RequestDataTooBig:
        body = None
    if body is None or len(body) > max_bytes:
        raise too_large(max_bytes)
    return parse(body, max_depth=max_depth)


def parse(body: bytes, *, max_depth: int = DEPTH_MAX) -> dict[str, Any]:
    """Return the JSON object in a text.

    Raises:
        Problem: 400 for text that is no UTF-8, no JSON or no object, for duplicate names, numbers that are
            not finite or have over 4,300 digits, lone surrogates and nesting over `max_depth` levels.
    """
    try:
        text = body.decode("utf-8-sig")
        value = json.loads(
            text, parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_without_duplicates
        )
    except UnicodeDecodeError as error:
        raise malformed(gettext("The body is not UTF-8.")) from error
    except RecursionError as error:
        raise malformed(_too_deep(max_depth)) from error
    except json.JSONDecodeError as error:
        raise malformed(_no_json(error)) from error
    except ValueError as error:  # what a reader of numbers says, and Python itself of thousands of digits
        raise malformed(gettext("A number in the body is too large.")) from error
    if not isinstance(value, dict):
        raise malformed(gettext("The body is not a JSON object."))
    _check(value, max_depth=max_depth, may_hold_surrogates=_MAYBE_SURROGATE.search(text) is not None)
    return cast("dict[str, Any]", value)


def _no_json(error: json.JSONDecodeError) -> str:
    """Say where it ends to be JSON; what the parser says of it is English only."""
    place = {"line": error.lineno, "column": error.colno}
    return gettext("The body is not JSON: look at line %(line)d, column %(column)d.") % place


def malformed(detail: str) -> Problem:
    return Problem(400, title=gettext("The body cannot be read"), detail=detail)


def too_large(max_bytes: int) -> Problem:
    detail = gettext("The body is over %(limit)d KiB: send less at once.") % {"limit": max_bytes // 1024}
    return Problem(413, title=gettext("The body is too large"), detail=detail)


def _check(value: object, *, max_depth: int, may_hold_surrogates: bool) -> None:
    """Walk level by level, for a recursive walk would fall into the very hole it looks for."""
    level, depth = [value], 0
    while level:
        depth += 1
        below: list[object] = []
        for each in level:
            if depth > max_depth and isinstance(each, dict | list):
                raise malformed(_too_deep(max_depth))
            if isinstance(each, dict):
                below += [*each.keys(), *each.values()] if may_hold_surrogates else each.values()
            elif isinstance(each, list):
                below += each
            elif may_hold_surrogates and isinstance(each, str):
                _refuse_surrogates(each)
        level = below


def _refuse_surrogates(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise malformed(gettext("The body holds half a character (a lone surrogate).")) from error


def _too_deep(max_depth: int) -> str:
    return gettext("The body is nested over %(limit)d levels deep.") % {"limit": max_depth}


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        sentence = gettext("The name %(name)s stands twice in one object of the body.")
        raise malformed(sentence % {"name": json.dumps(twice)})
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise malformed(gettext("%(number)s is no number of JSON: send null or a text.") % {"number": name})


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError
    return number

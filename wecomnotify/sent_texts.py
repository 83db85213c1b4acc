"""What a request brought, to be hidden where its handling is reported."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self
from weakref import WeakKeyDictionary

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDict

from sealing.redaction import redact
from sealing.secret import MASK, Secret

# Shorter texts say nothing, and hiding them would leave no report.
TELLING_LENGTH = 8
# A key inside an address, a line of CSV, a token in a header.
_KEY_LIKE = re.compile(r"[\w-]{16,}", re.ASCII)
# A body that breaks off, or has more fields than allowed, has no form to read.
UNREADABLE = (SuspiciousOperation, MultiPartParserError, UnreadablePostError)

_known: WeakKeyDictionary[HttpRequest, SentTexts] = WeakKeyDictionary()


@dataclass(frozen=True, kw_only=True)
class SentTexts:
    """The texts of a request: each whole, the longest first, and what in them may be a key."""

    whole: tuple[Secret, ...] = ()
    key_like: frozenset[str] = frozenset()

    @classmethod
    def of(cls, request: HttpRequest | None) -> Self:
        """Return what a request's form, files, query, cookies and JSON body say; nothing without one."""
        if request is None:
            return cls()
        if request not in _known:
            whole = {text for text in _texts_of(request) if len(text) >= TELLING_LENGTH and _is_utf8(text)}
            parts = {part for text in (*whole, *_files_of(request)) for part in _KEY_LIKE.findall(text)}
            longest_first = sorted(whole, key=len, reverse=True)
            _known[request] = cls(whole=tuple(map(Secret, longest_first)), key_like=frozenset(parts))
        return _known[request]  # type: ignore[return-value]  # there are no subclasses

    def hidden_in(self, text: str) -> str:
        """Return the text without what was sent, however spelled, and without what looks like a secret."""
        for secret in self.whole:
            text = secret.hide_in(text)
        text = _KEY_LIKE.sub(lambda found: MASK if found[0] in self.key_like else found[0], text)
        return redact(text)


def _texts_of(request: HttpRequest) -> Iterator[str]:
    for form in (_form_of(request), request.GET):
        for _name, values in form.lists():
            yield from map(str, values)
    yield from request.COOKIES.values()
    yield from _texts_in(_json_of(request))


def _form_of(request: HttpRequest) -> MultiValueDict[str, Any]:
    with suppress(*UNREADABLE):
        return request.POST
    return MultiValueDict()


def _files_of(request: HttpRequest) -> Iterator[str]:
    files: dict[str, Any] = {}
    with suppress(*UNREADABLE):
        files = request.FILES.dict()
    for file in files.values():
        if not file.closed:
            file.seek(0)
            yield file.read().decode(errors="replace")


def _json_of(request: HttpRequest) -> Any:
    if "json" not in (request.content_type or ""):
        return None
    try:
        return json.loads(getattr(request, "_body", b""))
    except (ValueError, RecursionError):
        return None


def _texts_in(value: Any) -> Iterator[str]:
    """Yield every text inside a JSON value, names too: a key may have been pasted as one."""
    match value:
        case str():
            yield value
        case list():
            for each in value:
                yield from _texts_in(each)
        case dict():
            yield from _texts_in([*value.keys(), *value.values()])


def _is_utf8(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)

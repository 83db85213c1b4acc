"""Values (branch, commit message, author…) made harmless in each dialect of the robot.

WeCom documents no escape, so characters are replaced by look-alikes that mean nothing to it. Only values are
treated; what the author of a step wrote is left alone. Limits apply afterwards: one byte can become three.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from notifications.vocabulary import MARKDOWN_MAX_BYTES, MessageType

MORE_THAN_A_MESSAGE = 2 * MARKDOWN_MAX_BYTES  # characters; some of them may be removed
ZERO_WIDTH_SPACE = "\u200b"
_LINE_BREAKS = "\t\n\v\f\r\x85\u2028\u2029"
# C0 and C1 controls, bidirectional overrides and isolates, lone surrogates.
_REMOVED = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_BREAKS, _REMOVALS = re.compile(f"[{_LINE_BREAKS}]+"), re.compile(f"[{_REMOVED}]+")
_NOT_IN_A_TEMPLATE = re.compile(f"[{_REMOVED}\v\f\x85\u2028\u2029]")

FULL_WIDTH = (("<", "＜"), (">", "＞"), ("`", "ˋ"), ("*", "＊"), ("[", "［"), ("]", "］"))
FULL_WIDTH_BAR = ("|", "｜")
_MARKUP = re.compile(f"[{re.escape(''.join(character for character, _ in (*FULL_WIDTH, FULL_WIDTH_BAR)))}]")
_IN_TEXT = re.compile(r"<(?=@|\Z)")  # at the end, too: the text that follows may begin with @
_BLOCK_MARKUP = re.compile(r"#{1,6}(?:\s|\Z)|[-+](?:\s|\Z)|\d+[.)](?:\s|\Z)|[-=_]{2,}\s*\Z")

_LINK = re.compile(r"(https?://)(\[[0-9a-f:.]+\](?=[:/?#]|\Z))?(.+)", re.IGNORECASE | re.ASCII)
_NOT_IN_A_LINK = re.compile(r"[\s()<>\"`\\\[\]{}|^*]")


def one_line(value: str) -> str:
    """Return `value` on one line: breaks are a space, controls, bidi overrides and surrogates are gone."""
    if value.isprintable():
        return value.strip()
    return _BREAKS.sub(" ", _REMOVALS.sub("", value)).strip()


def escape(value: str, dialect: MessageType, *, in_table: bool = False) -> str:
    """Return `value` as text that cannot mention anybody, open markup or leave its line.

    Of a value longer than any message only the beginning is returned.
    """
    beginning = _escaped(value[:MORE_THAN_A_MESSAGE], dialect, in_table=in_table)
    is_enough = len(value) <= MORE_THAN_A_MESSAGE or len(beginning) > MARKDOWN_MAX_BYTES
    return beginning if is_enough else _escaped(value, dialect, in_table=in_table)


def _escaped(value: str, dialect: MessageType, *, in_table: bool) -> str:
    shown = one_line(value)
    if dialect is MessageType.TEXT:
        return _IN_TEXT.sub("＜", shown)
    if not _MARKUP.search(shown):
        return shown  # as nearly every value
    for character, look_alike in (*FULL_WIDTH, FULL_WIDTH_BAR) if in_table else FULL_WIDTH:
        shown = shown.replace(character, look_alike)
    return shown


def at_line_start(escaped: str) -> str:
    """Return an escaped value that begins a line so that it is no heading, list, rule or underline there."""
    return ZERO_WIDTH_SPACE + escaped if _BLOCK_MARKUP.match(escaped) else escaped


@lru_cache(maxsize=100)  # one message asks more than once for the run's address
def safe_url(url: str) -> str | None:
    """Return an http or https address that fits into `](…)`, or None when it is no such address."""
    cleaned = _without_breaks(url)
    found = _LINK.fullmatch(cleaned)
    if found is None:
        return None
    scheme, ip_version_6, rest = found.groups()
    return scheme + (ip_version_6 or "") + in_link(rest)


def in_link(part: str) -> str:
    """Return a part of an address so that it neither ends the link nor opens markup."""
    return _NOT_IN_A_LINK.sub(lambda unsafe: quote(unsafe[0]), _without_breaks(part))


def _without_breaks(part: str) -> str:
    if part.isprintable():
        return part.strip()
    return _BREAKS.sub("", _REMOVALS.sub("", part)).strip()


def link(url: str, text: str, dialect: MessageType) -> str:
    """Return a link in `dialect`; an address that is not http or https is shown as a harmless value."""
    safe = safe_url(url)
    if safe is None:
        return escape(url, dialect)
    return safe if dialect is MessageType.TEXT else f"[{text}]({safe})"


def template(text: str) -> str:
    r"""Return an author's text with `\n` line ends and without what no message can carry."""
    return _NOT_IN_A_TEMPLATE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))

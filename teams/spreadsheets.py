"""Rows as CSV that a spreadsheet shows and never runs, whichever separator it believes in."""

from __future__ import annotations

import re
from collections.abc import Iterable

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the machine's own encoding

# What may stand before a formula and is passed over: blanks, controls, marks without width, quotes.
_UNSEEN = r"[\s\x00-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\"]"
# A formula begins where a cell begins; with another separator than ours, in the middle of one of ours.
_BEGINS = re.compile(
    rf"(\A|[,;|\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029])({_UNSEEN}*)(?=[=+\-@＝＋－＠﹢﹣﹦﹫⁺⁻⁼])"
)


def cell(value: object) -> str:
    """Return a value as a quoted cell; an apostrophe makes text of what would be a formula."""
    text = "" if value is None else str(value).replace("\x00", "")
    text = _BEGINS.sub(r"\1'\2", text)
    return '"' + text.replace('"', '""') + '"'


def line(values: Iterable[object]) -> str:
    """Return one row, ended as RFC 4180 has it."""
    return ",".join(cell(value) for value in values) + "\r\n"

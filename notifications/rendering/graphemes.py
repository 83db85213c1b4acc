"""Where one character, as people see it, ends: the parts of UAX #29 that matter for cutting a message."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right

LONGEST_CLUSTER = 64  # code points; what is longer is noise and may be cut anywhere
ZERO_WIDTH_JOINER = "\u200d"
_SKIN_TONES, _TAGS = range(0x1F3FB, 0x1F400), range(0xE0020, 0xE0080)
_EXTENDING = {"\u200c", "\uff9e", "\uff9f", *map(chr, _SKIN_TONES), *map(chr, _TAGS)}
_PREPENDED = {*map(chr, range(0x600, 0x606)), "\u06dd", "\u070f", "\u0890", "\u0891", "\u08e2", "\u0d4e"}
_PREPENDED |= {*"\U000110bd\U000110cd\U000111c2\U000111c3\U0001193f\U00011941"}
_PICTURES = (
    (0xA9, 0xA9), (0xAE, 0xAE), (0x203C, 0x203C), (0x2049, 0x2049), (0x2122, 0x2122),
    (0x2139, 0x2139), (0x2194, 0x21AA), (0x231A, 0x23FF), (0x24C2, 0x24C2), (0x25AA, 0x25FE),
    (0x2600, 0x27BF), (0x2934, 0x2935), (0x2B05, 0x2B55), (0x3030, 0x303D), (0x3297, 0x3299),
    (0x1F000, 0x1F1E5), (0x1F201, 0x1F3FA), (0x1F400, 0x1FAFF), (0x1FC00, 0x1FFFD),
)  # fmt: skip
FIRST_SYLLABLE, SYLLABLES_PER_VOWEL = 0xAC00, 28
_HANGUL = (
    (0x1100, 0x115F, "L"), (0xA960, 0xA97C, "L"), (0x1160, 0x11A7, "V"), (0xD7B0, 0xD7C6, "V"),
    (0x11A8, 0x11FF, "T"), (0xD7CB, 0xD7FB, "T"), (FIRST_SYLLABLE, 0xD7A3, "LVT"),
)  # fmt: skip
_FOLLOWS = {"L": {"L", "V", "LV", "LVT"}, "LV": {"V", "T"}, "V": {"V", "T"}, "LVT": {"T"}, "T": {"T"}}
_PICTURE_STARTS = [first for first, _ in _PICTURES]


def boundary(text: str, at: int) -> int:
    """Return the largest index up to `at` where no character of `text` is split."""
    for index in range(at, max(at - LONGEST_CLUSTER, 0), -1):
        if index >= len(text) or not _joined(text, index):
            return index
    return at if at > LONGEST_CLUSTER else 0


def _joined(text: str, index: int) -> bool:
    before, after = text[index - 1], text[index]
    if _is_plain(before) and _is_plain(after):
        return False  # as nearly everywhere
    if _is_control(before) or _is_control(after):
        return before == "\r" and after == "\n"
    return (
        _extends(after)
        or before in _PREPENDED
        or _is_one_syllable(before, after)
        or _is_one_picture(text, index)
        or _is_one_flag(text, index)
    )


def _is_plain(character: str) -> bool:
    """Tell of a character in ASCII or a Chinese one that it stands by itself."""
    return " " <= character <= "~" or "\u4e00" <= character <= "\u9fff"


def _is_control(character: str) -> bool:
    if character in _EXTENDING or character == ZERO_WIDTH_JOINER or character in _PREPENDED:
        return False
    return unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp"}


def _extends(character: str) -> bool:
    if character.isascii():
        return False
    marked = unicodedata.category(character) in {"Mn", "Me", "Mc"}
    return marked or character in _EXTENDING or character in {ZERO_WIDTH_JOINER, "\u0e33", "\u0eb3"}


def _hangul(character: str) -> str:
    code = ord(character)
    kind = next((kind for first, last, kind in _HANGUL if first <= code <= last), "")
    is_open = kind == "LVT" and (code - FIRST_SYLLABLE) % SYLLABLES_PER_VOWEL == 0
    return "LV" if is_open else kind


def _is_one_syllable(before: str, after: str) -> bool:
    return _hangul(after) in _FOLLOWS.get(_hangul(before), ())


def _is_picture(character: str) -> bool:
    code = ord(character)
    row = bisect_right(_PICTURE_STARTS, code) - 1
    return row >= 0 and code <= _PICTURES[row][1]


def _is_one_picture(text: str, index: int) -> bool:
    if text[index - 1] != ZERO_WIDTH_JOINER or not _is_picture(text[index]):
        return False
    start = index - 2
    while start > 0 and text[start] != ZERO_WIDTH_JOINER and _extends(text[start]):
        start -= 1
    return start >= 0 and _is_picture(text[start])


def _is_one_flag(text: str, index: int) -> bool:
    start = index
    while start > 0 and _is_flag_letter(text[start - 1]):
        start -= 1
    return _is_flag_letter(text[index]) and (index - start) % 2 == 1


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"

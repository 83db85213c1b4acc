"""Messages that wait in one queue, told as one: the newest first, alike ones in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from notifications.escaping import link, safe_url
from notifications.rendering.composing import message_of
from notifications.rendering.cutting import size
from notifications.rendering.layout import Message
from notifications.rendering.mentions import NOBODY, Mentions, each_once
from notifications.rendering.merged_lines import Line, Waiting, coloured, lines_of
from notifications.rendering.wording import ATTENTION, COLON, MERGED, NOT_LISTED, SHOW_ALL
from notifications.vocabulary import MessageType

INLINE_MENTIONS_MAX_BYTES = 1024  # more of them would leave no room for what they are mentioned for
ALL_URL_MAX_BYTES = 500

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, kw_only=True, slots=True)
class Merged:
    """The one or two messages; of the waiting `listed` stand in a line and `counted` are a number only."""

    messages: tuple[Message, ...]
    listed: int
    counted: int


def merge(
    newest_first: Sequence[Waiting], *, all_url: str, mention: bool = True, time_zone: str = "UTC"
) -> Merged:
    """Return what tells of all that wait, one at least: `part` "message", then perhaps "mention".

    Message type and language are those of most, among equals the newest's. `all_url` is where all of them
    can be read. Times are told where they are given, in `time_zone`.
    """
    dialect = _of_most(each.dialect for each in newest_first)
    language = _of_most(each.language for each in newest_first)
    mentions = _union(newest_first) if mention else NOBODY
    inline = _inline(mentions, dialect)
    title = _title(newest_first, language, dialect)
    lines = list(lines_of(newest_first, language, dialect, time_zone=time_zone))
    room = dialect.max_bytes - size(title) - size(inline)
    listed, rest = _fitting(lines, room, _Rest(language=language, dialect=dialect, all_url=all_url))
    content = "\n".join([title, *(line.text for line in listed), *rest]) + inline
    message = message_of(dialect, content, mentions if dialect is MessageType.TEXT else NOBODY)
    listed_count = sum(line.count for line in listed)
    second = _second(newest_first, language, _not_yet(mentions, inline, dialect))
    return Merged(messages=(message, *second), listed=listed_count, counted=len(newest_first) - listed_count)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Rest:
    language: str
    dialect: MessageType
    all_url: str

    def line(self, count: int) -> str:
        """Return the line that counts what is not listed and says where to read it."""
        words = NOT_LISTED.to(self.language).format(count)
        safe = safe_url(self.all_url)
        if safe is None or size(safe) > ALL_URL_MAX_BYTES:
            return words
        shown = link(self.all_url, SHOW_ALL.to(self.language), self.dialect)
        return f"{words}{COLON.to(self.language)}{shown}"


def _fitting(lines: Sequence[Line], room: int, rest: _Rest) -> tuple[Sequence[Line], list[str]]:
    """Return the newest lines that fit and, where not all do, the line that counts the others."""
    if sum(line.bytes for line in lines) <= room:
        return lines, []
    total = sum(line.count for line in lines)
    left, taken = room - size(rest.line(total)) - 1, 0
    while lines[taken].bytes <= left:  # not all fit, so this ends
        left -= lines[taken].bytes
        taken += 1
    return lines[:taken], [rest.line(sum(line.count for line in lines[taken:]))]


def _title(newest_first: Sequence[Waiting], language: str, dialect: MessageType) -> str:
    """Return how many there are, and how many of each status, the most frequent first."""
    alike = Counter((each.occurrence, each.status) for each in newest_first)
    newest = {(each.occurrence, each.status): each for each in reversed(newest_first)}
    counts: Counter[str] = Counter()
    example: dict[str, Waiting] = {}
    for kind, count in alike.items():  # some say the same
        words = newest[kind].headline(language)
        counts[words] += count
        example.setdefault(words, newest[kind])
    many = MERGED.to(language).format(len(newest_first))
    kinds = [
        f"{coloured(example[words], language, dialect)} {count}" for words, count in counts.most_common()
    ]
    prefix = "" if dialect is MessageType.TEXT else "### "
    return prefix + " · ".join([many, *kinds])


def _union(newest_first: Iterable[Waiting]) -> Mentions:
    waiting = list(newest_first)
    users = each_once(user for each in waiting for user in each.users)
    return Mentions(users=users, everybody=any(each.everybody for each in waiting))


def _inline(mentions: Mentions, dialect: MessageType) -> str:
    """Return the end of the content: whom markdown mentions by itself; names follow a text's last line."""
    if dialect is MessageType.TEXT:
        return "\n" if mentions.listed else ""
    is_room = dialect is MessageType.MARKDOWN and size(mentions.inline) <= INLINE_MENTIONS_MAX_BYTES
    return f"\n{mentions.inline}" if mentions.users and is_room else ""


def _not_yet(mentions: Mentions, inline: str, dialect: MessageType) -> Mentions:
    """Return whom the second message must mention."""
    if dialect is MessageType.TEXT:
        return NOBODY
    return Mentions(users=() if inline else mentions.users, everybody=mentions.everybody)


def _second(newest_first: Sequence[Waiting], language: str, mentions: Mentions) -> tuple[Message, ...]:
    if not mentions.listed:
        return ()
    title = _title(newest_first, language, MessageType.TEXT)
    content = f"{ATTENTION.to(language)}{title}\n"
    return (message_of(MessageType.TEXT, content, mentions, part="mention"),)


def _of_most(newest_first: Iterable[T]) -> T:
    """Return the most frequent one; of equally frequent ones the first."""
    return Counter(newest_first).most_common(1)[0][0]

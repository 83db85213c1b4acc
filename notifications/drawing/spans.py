"""The spans of one line of a WeCom message: bold, code, links, colours, mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SIMPLE = ("code", "mention", "bold", "italic")
COLOURS = ("info", "comment", "warning")

CODE = r"`(?P<code>[^`\n]+)`"
BOLD = r"\*\*(?P<bold>[^\n]+?)\*\*"
ITALIC = r"\*(?P<italic>[^*\s](?:[^*\n]*[^*\s])?)\*"
LINK = r"\[(?P<label>[^\[\]\n]+)\]\((?P<href>https?://[^\s()<>]+)\)"
IMAGE = r"!\[(?P<alt>[^\[\]\n]*)\]\((?P<src>https?://[^\s()<>]+)\)"
FONT = r"<font color=(?P<quote>[\"'])(?P<colour>[^\"'<>\n]*)(?P=quote)>(?P<coloured>[^\n]*?)</font>"
MENTION = r"<@(?P<mention>[^<>\s]+)>"
ADDRESS = r"(?P<address>https?://[^\s<>\"'，。；）」』、]+)"
VARIABLE = r"\$\{(?P<variable>[A-Za-z_][A-Za-z0-9_]*)\}"

V1 = re.compile(f"{CODE}|{BOLD}|{LINK}|{FONT}|{MENTION}|{VARIABLE}")
V2 = re.compile(f"{CODE}|{BOLD}|{ITALIC}|{IMAGE}|{LINK}|{VARIABLE}")
TEXT = re.compile(f"{MENTION}|{ADDRESS}|{VARIABLE}")


@dataclass(frozen=True, kw_only=True)
class Span:
    """A piece of a line: text, bold, italic, code, link, colour, mention or unknown (a misspelt variable).

    `spans` is what stands inside bold, italic, link and colour; the others have `text`; `name` is the colour.
    """

    kind: str
    text: str = ""
    spans: tuple[Span, ...] = ()
    href: str = ""
    name: str = ""


def text_spans(line: str, unknown: frozenset[str] = frozenset()) -> tuple[Span, ...]:
    """Return the spans of a text message's line: addresses become links, `<@id>` a mention."""
    return tuple(_spans(line, TEXT, unknown))


def v1_spans(line: str, unknown: frozenset[str] = frozenset()) -> tuple[Span, ...]:
    """Return the spans of a markdown message's line: no italics, but three colours and mentions."""
    return tuple(_spans(line, V1, unknown))


def v2_spans(line: str, unknown: frozenset[str] = frozenset()) -> tuple[Span, ...]:
    """Return the spans of a markdown_v2 message's line: italics and images, no colours and no mentions."""
    return tuple(_spans(line, V2, unknown))


def _spans(line: str, pattern: re.Pattern[str], unknown: frozenset[str]) -> Iterator[Span]:
    plain = ""
    end = 0
    for found in pattern.finditer(line):
        plain += line[end : found.start()]
        end = found.end()
        name = found["variable"]
        if name is not None and name not in unknown:
            plain += found[0]
            continue
        if plain:
            yield Span(kind="text", text=plain)
            plain = ""
        yield _span(found, pattern, unknown)
    plain += line[end:]
    if plain:
        yield Span(kind="text", text=plain)


def _span(found: re.Match[str], pattern: re.Pattern[str], unknown: frozenset[str]) -> Span:
    parts = {name: text for name, text in found.groupdict().items() if text is not None}

    def inside(text: str) -> tuple[Span, ...]:
        return tuple(_spans(text, pattern, unknown))

    kind = next((name for name in SIMPLE if name in parts), "")
    if kind in {"code", "mention"}:
        return Span(kind=kind, text=parts[kind])
    if kind:
        return Span(kind=kind, spans=inside(parts[kind]))
    if "href" in parts:
        return Span(kind="link", spans=inside(parts["label"]), href=parts["href"])
    if href := parts.get("src") or parts.get("address"):
        return Span(kind="link", spans=(Span(kind="text", text=parts.get("alt") or href),), href=href)
    if "colour" in parts:
        name = parts["colour"] if parts["colour"] in COLOURS else ""
        return Span(kind="colour", spans=inside(parts["coloured"]), name=name)
    return Span(kind="unknown", text=found[0])

"""The few things a page needs that the template language cannot say by itself."""

from __future__ import annotations

import datetime as dt
import functools
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from lucide.templatetags.lucide import lucide

from notifications.drawing import Span, bubble
from teams import punctuation
from wecomnotify.context import HTMX_CONFIG

register = template.Library()
register.filter(punctuation.listed)
register.simple_tag(punctuation.colon)
register.simple_tag(punctuation.comma)
register.simple_tag(punctuation.gap)

ICON_PX = 18
NEARLY_FULL = 0.9
TONES = {
    "ok": ("sent", "accepted", "succeeded", "recovered", "enabled", "active", "ok"),
    "info": ("pending", "sending", "queued", "running", "started", "info"),
    "warn": ("held", "waiting", "rate_limited", "busy", "ambiguous", "expiring", "warn"),
    "bad": (
        "dead",
        "failed",
        "dead_robot",
        "refused",
        "not_sent",
        "server_error",
        "unreadable",
        "key_unavailable",
        "bad",
    ),
}
SPANS = {
    "text": "{text}",
    "bold": "<strong>{inside}</strong>",
    "italic": "<em>{inside}</em>",
    "code": "<code>{text}</code>",
    "link": '<a href="{href}" target="_blank" rel="noopener noreferrer">{inside}</a>',
    "colour": '<span class="wecom-{name}">{inside}</span>',
    "mention": '<span class="wecom-mention">@{text}</span>',
    "unknown": '<span class="wecom-unknown">{text}</span>',
}


@register.simple_tag
def icon(name: str, size: int = ICON_PX, **attributes: str) -> SafeString:
    """Draw a Lucide icon that only decorates: screen readers skip it."""
    return _drawing(str(name), size, tuple(sorted(attributes.items())))


@functools.cache
def _drawing(name: str, size: int, attributes: tuple[tuple[str, str], ...]) -> SafeString:
    svg = lucide(name, size=size, aria_hidden="true", **dict(attributes))
    tight = re.sub(r"\s*\n\s*", "", svg).replace(" />", "/>")
    return mark_safe(_as_one_path(tight))  # noqa: S308  # nosec B308 B703  # drawn from the package's own files


def _as_one_path(svg: str) -> str:
    """Join paths that follow each other: a list has many icons, and each element of them weighs."""
    return re.sub(r'(?:<path d="[^"]*"/>){2,}', _joined, svg)


def _joined(paths: re.Match[str]) -> str:
    """Begin each path where it would by itself: a relative move goes on from the end of the one before."""
    lines = re.findall(r'd="([^"]*)"', paths[0])
    return f'<path d="{" ".join(re.sub("^m", "M0 0m", line) for line in lines)}"/>'


@register.simple_tag
def htmx_config() -> str:
    """Give htmx its settings as JSON, for the meta element."""
    return json.dumps(HTMX_CONFIG)


@register.inclusion_tag("components/nav_item.html", takes_context=True)
def nav_item(context: Context, url_name: str, icon_name: str, label: str, **more: Any) -> dict[str, Any]:
    """Give one entry of the rail.

    more: `also`, a path prefix that belongs to it; `count`, a number to warn with; `counted`, what leads
    from the address to what was counted; `counting`, what it is, for those who do not see the rail.

    An entry whose address does not exist (a part that is not mounted) is left out.
    """
    try:
        href = reverse(url_name)
    except NoReverseMatch:
        return {"href": ""}
    request = context.get("request")
    path = request.path if request else ""
    homes = [prefix for prefix in (href, more.get("also")) if prefix and prefix != "/"]
    is_current = path == href or any(path.startswith(prefix) for prefix in homes)
    return {"href": href, "icon_name": icon_name, "label": label, "is_current": is_current, **more}


@register.filter
def tone(state: str) -> str:
    """Name the tone (ok, info, warn, bad, off) in which a state is shown; what is not known is off."""
    wanted = str(state).lower()
    return next((name for name, states in TONES.items() if wanted in states), "off")


@register.simple_tag
def pill(state: str, label: str = "") -> SafeString:
    """Draw a state: its tone, a mark for those who do not see colours (by the style sheet), and its words."""
    return format_html('<span class="pill state {}">{}</span>', tone(state), label or state)


@register.inclusion_tag("components/byte_meter.html")
def byte_meter(used: int, limit: int) -> dict[str, Any]:
    """Show how full a message is; amber from nine tenths on, red above the limit."""
    nearly = int(limit * NEARLY_FULL)
    name = "bad" if used > limit else "warn" if used >= nearly else ""
    return {"used": used, "limit": limit, "nearly": nearly, "tone": name, "over": max(used - limit, 0)}


@register.simple_tag
def when(moment: dt.datetime | None, empty: str = "") -> SafeString | str:
    """Show a time as short as it is clear in the reader's time zone, with the whole of it as a title."""
    if moment is None:
        return empty
    local = timezone.localtime(moment)
    today = timezone.localtime()
    if local.date() == today.date():
        shape = "H:i:s"
    else:
        shape = "m-d H:i" if local.year == today.year else "Y-m-d H:i"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        date_format(local, "Y-m-d H:i:s T"),
        date_format(local, shape),
    )


@register.inclusion_tag("components/wecom_message.html")
def wecom_message(
    messages: Iterable[Any], robot: str = "", group: str = "", unknown: Sequence[str] = ()
) -> dict[str, Any]:
    """Draw messages as a WeCom group shows them.

    messages: each the JSON object that is sent, or something that has it as `body`.
    unknown: names of variables to mark where they stand in the text.
    """
    bodies = (getattr(message, "body", message) for message in messages)
    return {
        "bubbles": [bubble(body, unknown=unknown) for body in bodies],
        "robot": robot or gettext("Robot"),
        "group": group,
    }


@register.simple_tag
def wecom_spans(spans: Iterable[Span]) -> SafeString:
    """Draw the spans of one line, escaped; not by a template, whose own line ends would show in a message."""
    return format_html_join("", "{}", ((_span(span),) for span in spans))


def _span(span: Span) -> SafeString | str:
    shape = SPANS[span.kind]
    # The shapes are constants.
    # nosemgrep: user-text-is-no-template
    return format_html(shape, text=span.text, href=span.href, name=span.name, inside=wecom_spans(span.spans))

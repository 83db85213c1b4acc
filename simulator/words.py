from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from simulator.faults import Kind
from simulator.raw_shown import RawShown

RAW_SHOWN: dict[RawShown, str | Promise] = {
    RawShown.TABLE: _("Tables work in markdown_v2 only: shown as typed."),
    RawShown.LIST: _("Lists work in markdown_v2 only: shown as typed."),
    RawShown.FENCE: _("Code blocks work in markdown_v2 only: shown as typed."),
    RawShown.IMAGE: _("Pictures work in markdown_v2 only: shown as typed."),
    RawShown.RULE: _("Horizontal rules work in markdown_v2 only: shown as typed."),
    RawShown.ITALIC: _("Italics work in markdown_v2 only: shown as typed."),
    RawShown.STRIKE: _("WeCom knows no strike-through: shown as typed."),
    RawShown.NESTED_QUOTE: _("Quotes inside quotes work in markdown_v2 only: shown as typed."),
    RawShown.FONT: _("Colours work in markdown only: shown as typed."),
    RawShown.COLOUR: _("WeCom knows the colours info, comment and warning: another one is lost."),
    RawShown.MENTION: _("markdown_v2 mentions nobody: shown as typed."),
    RawShown.MENTION_ALL: _("<@all> mentions nobody for certain; a text message with @all does."),
    RawShown.HTML: _("WeCom knows no HTML: shown as typed."),
    RawShown.DOUBLE_ESCAPE: _("A line break that was escaped twice shows as \\n."),
}
FAULTS: dict[Kind, str | Promise] = {
    Kind.RATE_LIMITED: _("45009: too many messages"),
    Kind.BUSY: _("-1: system busy"),
    Kind.CONCURRENT: _("45033: too many at once"),
    Kind.REMOVED: _("93000: robot removed"),
    Kind.DISABLED: _("93004: robot disabled"),
    Kind.TOO_LONG: _("40058: content too long"),
    Kind.STATUS: _("HTTP status below"),
    Kind.UNSUPPORTED_MEDIA_TYPE: _("HTTP 415"),
    Kind.REDIRECT: _("HTTP 302 to elsewhere"),
    Kind.GARBAGE: _("HTTP 200 with a web page"),
    Kind.LATENCY: _("Answer late"),
    Kind.DRIP: _("Answer byte by byte"),
    Kind.DROP: _("Close the connection unanswered"),
    Kind.DROP_AFTER_ACCEPTING: _("Accept, then close the connection"),
    Kind.HANG: _("Never answer"),
}

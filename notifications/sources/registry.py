"""The native sources there are; a further system is one module and one line here."""

from __future__ import annotations

from types import MappingProxyType

from notifications.sources.events_api import EVENTS_API
from notifications.sources.gitee import GITEE
from notifications.sources.source import Source
from notifications.vocabulary import EVERYTHING, Capability

SOURCES = MappingProxyType({source.slug: source for source in (GITEE,)})


def source_of(slug: str) -> Source | None:
    """Return the native source of this slug."""
    return SOURCES.get(slug)


def capability_of(slug: str) -> Capability:
    """Return what an event's `source` can carry; the events API carries everything."""
    if slug == EVENTS_API:
        return EVERYTHING
    source = SOURCES.get(slug)
    return source.capability if source else EVERYTHING

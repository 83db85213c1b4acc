"""How the CI systems' own webhooks are authenticated and read: one module a system, all of one shape."""

from __future__ import annotations

from notifications.sources.registry import SOURCES, source_of
from notifications.sources.source import Grade, Ignored, NotAuthentic, Source, Unreadable

__all__ = ["SOURCES", "Grade", "Ignored", "NotAuthentic", "Source", "Unreadable", "source_of"]

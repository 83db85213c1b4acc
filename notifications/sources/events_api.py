"""Our own events API as a source: it can carry everything."""

from __future__ import annotations

EVENTS_API = "api"

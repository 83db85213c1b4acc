"""The JSON API: one document, the rooms' routers mounted."""

from __future__ import annotations

from ninja import NinjaAPI

api = NinjaAPI(title="WeCom Notify", version="1", docs_url=None)

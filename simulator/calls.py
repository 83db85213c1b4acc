from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

SEND_PATH = "/cgi-bin/webhook/send"
UPLOAD_PATH = "/cgi-bin/webhook/upload_media"
BODY_MAX_BYTES = 21 * 1024 * 1024  # an upload of 20 MiB with its multipart lines


@dataclass(frozen=True, kw_only=True)
class Call:
    """Hold one HTTP request as the robot sees it; header names are in lower case."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    peer: str = "127.0.0.1"
    at: float = 0.0

    def parameter(self, name: str) -> str:
        """Return the first value of a query parameter, "" when it is absent."""
        return parse_qs(self.query, keep_blank_values=True).get(name, [""])[0]

    @property
    def key(self) -> str:
        return self.parameter("key")

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def json(self) -> Any:
        """Return the decoded body; for assertions about what a client sent."""
        return json.loads(self.body)

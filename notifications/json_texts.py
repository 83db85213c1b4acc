"""JSON as the database holds it, parsed and written once where many rows hold the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=10_000)
def parsed_once(text: str) -> Any:
    """Return what a text says; equal texts give one object, which nobody may change."""
    return json.loads(text)


def written_once() -> Callable[[Any], str]:
    """Return a `json.dumps` that writes each object once; they must live, unchanged, as long as it does."""
    texts: dict[int, str] = {}

    def written(value: Any) -> str:
        if id(value) not in texts:
            texts[id(value)] = json.dumps(value)
        return texts[id(value)]

    return written

"""The two forms of the suite: short beside all other tests, full in `make chaos`."""

from __future__ import annotations

import os

import pytest

IS_FULL = os.environ.get("CHAOS") == "full"
only_in_full = pytest.mark.skipif(not IS_FULL, reason="only in the full form: make chaos")


def by_form(*, short: int, full: int) -> int:
    """Choose a figure of a trial."""
    return full if IS_FULL else short

"""Facts are part of the vocabulary; whoever renders finds them here."""

from __future__ import annotations

from notifications.vocabulary.facts import FACT_NAMES, Facts

__all__ = ["FACT_NAMES", "Facts"]

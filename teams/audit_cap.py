"""How much of one kind enters the audit trail in a minute, so that nobody can flood it."""

from __future__ import annotations

from teams import limits


def is_within_cap(kind: str, of: object, *, per_minute: int) -> bool:
    """Count one more of this kind, of this person or address; tell whether it still fits the minute."""
    return limits.take(f"audit:{kind}", of, per_minute=per_minute)

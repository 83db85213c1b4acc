"""The table of what was thrown at the product and what came of it, as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

COLUMNS = {
    "scenario": "trial",
    "engine": "on",
    "processes": "processes",
    "seed": "seed",
    "seconds": "s",
    "faults": "faults",
    "accepted": "202",
    "alone": "alone",
    "merged": "merged",
    "dead": "dead",
    "held": "held",
    "waiting": "waiting",
    "lost": "**lost**",
    "false_success": "false success",
    "out_of_order": "out of order",
    "calls": "calls",
    "most_in_a_minute": "most in 60 s",
    "refused_for_rate": "45009",
    "repeats": "repeats",
    "repeats_allowed": "in flight at a fault",
    "p50_ms": "p50 ms",
    "p99_ms": "p99 ms",
    "max_s": "max s",
    "answers": "answers of the intake",
}


def drawn(rows: Sequence[Mapping[str, object]]) -> str:
    """Return the rows under their heads."""
    lines = [list(COLUMNS.values()), ["---"] * len(COLUMNS)]
    lines += [[str(row.get(name, "")) for name in COLUMNS] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)

"""The rows of OWASP's Application Security Verification Standard that apply here: docs/asvs.csv."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs/asvs.csv"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One requirement: what it asks, the file that answers it, and why it is left out, if it is."""

    row: str
    level: int
    asks: str
    control: str
    left_out: str


def read_rows(table: Path = TABLE) -> dict[str, Row]:
    """Return the rows by their number, in the table's order."""
    with table.open(newline="", encoding="utf-8") as file:
        found = [Row(**{**each, "level": int(each["level"])}) for each in csv.DictReader(file)]
    return {each.row: each for each in found}

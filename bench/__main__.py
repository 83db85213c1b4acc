"""`python -m bench [ROW …]`: measure, print the table, keep the figures as JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.figures import SkippedError
from bench.machine import Machine
from bench.robots import ROOT
from bench.rows import ROWS
from bench.table import Outcome, draw
from bench.workshop import Workshop, workshop

REPEATS = 3
# A busy machine makes every row longer: what has not begun by then is left out, and says so.
LAST_START_SECONDS = 12 * 60
PLACE = ROOT / "var"
FIGURES = PLACE / "bench.json"


def main() -> int:
    options = _options()
    with workshop(PLACE, repeats=options.repeats) as opened:
        machine = Machine.look(opened.folder)
        deadline = time.monotonic() + LAST_START_SECONDS
        outcomes = [_measure(name, opened, deadline=deadline) for name in options.rows or ROWS]
    load_after = os.getloadavg()[0]
    printed = f"{machine.describe(load_after=load_after)}\n\n{draw(outcomes)}"
    print(f"\n{printed}", end="")
    kept = _kept(machine, outcomes, load_after) | {"printed": printed}
    options.json.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    print(f"\nKept in {options.json}.")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"one or more of: {', '.join(ROWS)}")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--json", type=Path, default=FIGURES, help="where the figures are kept")
    options = parser.parse_args()
    if unknown := set(options.rows) - set(ROWS):
        parser.error(f"There is no row {', '.join(sorted(unknown))}. The rows are: {', '.join(ROWS)}.")
    return options


def _measure(name: str, opened: Workshop, *, deadline: float) -> Outcome:
    """Run one row; what goes wrong in it is printed and ends it alone."""
    began = time.monotonic()
    if began > deadline:
        return Outcome(row=name, skipped=f"The time was over: make bench ROW={name} measures it alone.")
    print(f"{name} …", end=" ", file=sys.stderr, flush=True)
    try:
        outcome = Outcome(row=name, measured=ROWS[name](opened))
    except SkippedError as reason:
        outcome = Outcome(row=name, skipped=str(reason))
    except Exception as error:  # noqa: BLE001  # one row's trouble must not cost the others
        traceback.print_exc()
        outcome = Outcome(row=name, skipped=f"It failed: {error}")
    print(f"{time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return outcome


def _kept(machine: Machine, outcomes: list[Outcome], load_after: float) -> dict[str, Any]:
    rows = {each.row: asdict(each.measured) for each in outcomes if each.measured}
    skipped = {each.row: each.skipped for each in outcomes if each.skipped}
    return {"machine": machine.facts() | {"load_after": load_after}, "rows": rows, "skipped": skipped}


if __name__ == "__main__":
    sys.exit(main())

"""`python -m tests.asvs FOLDER` prints what the rows of docs/asvs.csv come to; 1 when that is too little."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.asvs.plugin import commit
from tests.asvs.rows import read_rows
from tests.asvs.score import AnotherCommit, is_good_enough, read_outcomes, score, told


def main(folder: Path) -> int:
    """Score the runs kept in a folder and return an exit code."""
    try:
        outcomes = read_outcomes(sorted(folder.glob("*.json")), commit=commit())
    except AnotherCommit as fault:
        print(fault)
        return 1
    scores = [score(row, outcomes.get(row.row, {})) for row in read_rows().values()]
    print("\n".join(told(scores)))
    return 0 if is_good_enough(scores) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

"""No file names a folder of one machine or the address of a package registry."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACES = re.compile("/" + "work/|/" + "root/|file:///" + "opt|pypi" + r"\.org|registry\.npm" + "js")


def test_no_committed_file_names_a_place_of_one_machine():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)

    named = [
        name
        for name in listed.stdout.splitlines()
        if (ROOT / name).is_file() and PLACES.search((ROOT / name).read_text(errors="ignore"))
    ]

    assert named == []

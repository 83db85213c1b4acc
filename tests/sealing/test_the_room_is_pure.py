from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import sealing

FILES = sorted(Path(sealing.__file__).parent.glob("**/*.py"))


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


@pytest.mark.asvs("V11.2.1")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_room_uses_the_standard_library_and_cryptography_alone(file):
    rooms = {name.split(".")[0] for name in imported(ast.parse(file.read_text()))}
    assert rooms <= {"sealing", "cryptography", *sys.stdlib_module_names}


def test_every_public_name_is_there():
    assert all(hasattr(sealing, name) for name in sealing.__all__)

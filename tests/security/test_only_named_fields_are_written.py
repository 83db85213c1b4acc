"""A body may hold the fields it is for; a member more is refused, and nothing is stored."""

from __future__ import annotations

import ast
import json
import subprocess
from pathlib import Path

import pytest

from tests.security.addresses import API, filled
from tests.security.calls_table import CALLS, NEED_A_CREDENTIAL
from tests.security.test_reading_changes_nothing import contents

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.asvs("V8.2.3", "V15.3.3", "V2.2.1")
# An event keeps what it brings beyond its own members, as facts of the run; a hook's body is its CI system's.
TAKE_MORE = {"POST /events", "POST /hooks/{source}/{hook_id}"}
WRITES = [call for call, row in CALLS.items() if row.body is not None and call not in TAKE_MORE]
EXTRA = [
    "id", "pk", "team_id", "is_superuser", "is_staff", "owner", "user", "digest", "sealed_key",
    "sealed_secret",     "created_by", "created_at", "revoked_at", "fingerprint", "__class__", "password",
]  # fmt: skip


def sent(world, call, more):
    method, _, route = call.partition(" ")
    row = CALLS[call]
    body = row.body
    if call in NEED_A_CREDENTIAL:
        key = {"credential": str(world.ids["credential"])}
        body = body | ({"step": body["step"] | key} if "step" in body else key)
    ids = world.ids | {name: world.ids[thing] for name, thing in row.ids.items()}
    path = f"/{API}{filled(route, ids)}"
    content = json.dumps(body | more)
    request = getattr(world.browser(""), method.lower())
    return request(path, content, content_type="application/json", headers=world.bearer("root"))


@pytest.mark.parametrize("call", WRITES)
def test_a_member_more_is_refused_and_named(world, call):
    before = contents()

    for name in EXTRA:
        answer = sent(world, call, {name: "1"})
        assert (answer.status_code, name in answer.content.decode()) == (400, True), name

    assert contents() == before


def files_with(folder):
    listed = subprocess.run(
        ["git", "ls-files", f"*/{folder}"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split()]


def metas_of_model_forms():
    """Yield each Meta that names a model, in a form, with what it says."""
    for file in [*files_with("forms/*.py"), *files_with("forms.py")]:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ClassDef) and node.name == "Meta":
                told = {each.targets[0].id: each.value for each in node.body if isinstance(each, ast.Assign)}
                if "model" in told:
                    yield file.name, told


def test_every_form_of_a_model_names_its_fields():
    found = list(metas_of_model_forms())

    assert found
    for file, told in found:
        assert isinstance(told["fields"], ast.List | ast.Tuple), file
        assert "exclude" not in told, file


def test_a_form_keeps_nothing_it_has_no_field_for(world):
    before = contents()

    form = {"language": "en", "theme": "dark", "is_superuser": "on", "is_staff": "on", "username": "root2"}
    world.browser("bob").post("/profile/", form)

    bob = type(world.people["bob"]).objects.get(pk=world.people["bob"].pk)
    assert (bob.is_superuser, bob.is_staff, bob.username) == (False, False, "bob")
    assert {label for label, _ in contents() - before} <= {"teams.User"}

"""What writes rows of ours tells the audit trail so, or stands here with the reason why it need not."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WRITES = {
    "save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "create_user", "set_password", "_raw_delete",
}  # fmt: skip
OF_ITS_CALLER = "a part of what its caller does, which is recorded there"
OF_DELIVERY = "what becomes of a message: deliveries and attempts are the record of it"
OF_USE = "when something was last used: no change, and at every report"
TRAIL = "the audit trail itself"
NOT_RECORDED = {
    "credentials/models/robot.py of": OF_ITS_CALLER,
    "credentials/models/sealed_key.py record_use": OF_USE,
    "credentials/models/sharing.py share_with": OF_ITS_CALLER,
    "notifications/models/carriage.py _send_alone": OF_DELIVERY,
    "notifications/models/carriage.py release_carried": OF_DELIVERY,
    "notifications/models/carriage.py settle_carried": OF_DELIVERY,
    "notifications/models/carriage.py take_apart": OF_DELIVERY,
    "notifications/models/delivery.py share_fate": OF_DELIVERY,
    "notifications/models/dropping.py _drop": OF_ITS_CALLER,
    "notifications/models/hook.py note_use": OF_USE,
    "notifications/models/lane.py ready": "a queue comes with the first message for its robot",
    "notifications/models/redelivering_many.py _repeat": OF_ITS_CALLER,
    "notifications/models/redelivery.py _repeat": OF_ITS_CALLER,
    "notifications/models/redelivery.py release": OF_ITS_CALLER,
    "notifications/models/token.py note_use": OF_USE,
    "teams/models/access_token.py note_use": OF_USE,
    "teams/models/audit_entry.py record": TRAIL,
    "teams/models/audit_entry.py save": TRAIL,
    "teams/models/audit_link.py save": TRAIL,
    "teams/models/user.py _begin_a_generation": OF_ITS_CALLER,
    "teams/models/user.py _end_tokens_and_links": OF_ITS_CALLER,
}


def called_in(function):
    return {
        each.func.attr if isinstance(each.func, ast.Attribute) else getattr(each.func, "id", "")
        for each in ast.walk(function)
        if isinstance(each, ast.Call)
    }


def writing_functions():
    """Yield what writes in the models of each room, with the names of all it calls."""
    for room in ("teams", "credentials", "notifications"):
        for file in sorted((ROOT / room / "models").glob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.FunctionDef) and (called := called_in(node)) & WRITES:
                    yield f"{file.relative_to(ROOT)} {node.name}", called


def is_recorded(called):
    return any(name.lstrip("_").startswith("record") and name != "record_use" for name in called)


WRITING = dict(writing_functions())


@pytest.mark.parametrize("function", WRITING)
def test_a_change_is_recorded_or_has_its_reason(function):
    assert is_recorded(WRITING[function]) != (function in NOT_RECORDED)


def test_no_reason_is_left_over():
    assert set(NOT_RECORDED) <= set(WRITING)
    assert len(WRITING) > len(NOT_RECORDED) * 2

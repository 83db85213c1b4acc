"""A trail of five chained entries, `audit verify`, and the hands of a database's owner."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from teams import audit_chain, audit_triggers
from teams.models import AuditEntry

SAID = {"names": ["用户", "ё"], "n": 1, "none": None, "deep": {"b": True, "a": "\u2028"}}


@pytest.fixture
def trail(keyring, alice, shop):
    """Chain five entries, and return their numbers."""
    made = [
        AuditEntry.record(
            actor=alice, verb="step.changed", target=f"rule {number}", team=shop, after=SAID,
            address="2001:db8::ffff:1",
        )
        for number in range(5)
    ]  # fmt: skip
    assert audit_chain.seal() == 5
    return [entry.pk for entry in made]


def verified(*words):
    told = io.StringIO()
    call_command("audit", "verify", *words, stdout=told)
    return told.getvalue()


def broken(*words):
    with pytest.raises(CommandError) as caught:
        verified(*words)
    return str(caught.value)


def tamper(*statements):
    """Do as the database's owner could: no trigger watches."""
    audit_triggers.lift(connection)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    audit_triggers.put_on(connection)

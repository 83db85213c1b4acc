"""Whoever gets round the triggers is found out: `audit verify` names the first row that is wrong."""

from __future__ import annotations

import pytest
from django.utils import timezone

from teams import audit_chain
from teams.models import AuditEntry, AuditLink
from tests.teams.chained import broken, tamper, trail

__all__ = ["trail"]
pytestmark = [pytest.mark.django_db, pytest.mark.asvs("V16.4.2")]


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'x.y'", "target = 'rule 7'", "actor_name = 'bob'", "actor_id = 4711", "team_id = NULL",
        "team_slug = 'other'", "address = NULL", "at = '2020-01-01T00:00:00Z'", "before = '{\"n\": 2}'",
        "after = '{}'",
    ],
)  # fmt: skip
def test_an_edited_entry_is_named(trail, change):
    tamper(f"UPDATE teams_auditentry SET {change} WHERE id = {trail[2]}")

    assert broken() == f"Entry {trail[2]} (link 3) was changed, or its link was."


def test_a_deleted_entry_is_named(trail):
    tamper(f"DELETE FROM teams_auditentry WHERE id = {trail[1]}")

    assert broken() == f"Entry {trail[1]} is missing: link 2 was made for it."


def test_a_deleted_link_is_named(trail):
    tamper(
        f"DELETE FROM teams_auditentry WHERE id = {trail[3]}",
        "DELETE FROM teams_auditlink WHERE sequence = 4",
    )

    assert broken() == "Link 4 is missing: the next one is link 5."


def test_an_entry_that_takes_anothers_place_is_named(trail):
    tamper(
        "UPDATE teams_auditlink SET entry_id = -1 WHERE sequence = 2",
        f"UPDATE teams_auditlink SET entry_id = {trail[1]} WHERE sequence = 3",
        f"UPDATE teams_auditlink SET entry_id = {trail[2]} WHERE sequence = 2",
    )

    assert broken() == f"Entry {trail[2]} (link 2) was changed, or its link was."


def test_an_entry_with_a_link_of_somebodys_own_making_is_named(trail, alice):
    late = AuditEntry.record(actor=alice, verb="step.deleted", target="never happened")
    AuditLink.objects.create(sequence=6, entry=late, at=timezone.now(), key_id="0" * 16, mac="0" * 64)
    assert f"Entry {late.pk} (link 6) cannot be checked." in broken()

    tamper(f"UPDATE teams_auditlink SET key_id = '{AuditLink.objects.first().key_id}' WHERE sequence = 6")
    assert broken() == f"Entry {late.pk} (link 6) was changed, or its link was."


def test_an_entry_put_in_among_old_ones_is_named(trail, alice, monkeypatch):
    monkeypatch.setattr("teams.audit_proof.LATE_ENTRIES", 3)
    monkeypatch.setattr("teams.audit_chain.LATE_ENTRIES", 3)
    entry = AuditEntry.record(actor=alice, verb="x.y", target="z")
    tamper(f"UPDATE teams_auditentry SET id = -7 WHERE id = {entry.pk}")
    audit_chain.seal()

    assert broken() == "Entry -7 has no link, and later ones have: it was put in afterwards."

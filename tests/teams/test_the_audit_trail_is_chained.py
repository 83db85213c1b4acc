"""The chain: what it proves, what waits for it, and the head that is kept elsewhere."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from sealing.errors import KeyringMissing
from sealing.keyring import Keyring
from sealing.keys import Purpose
from sealing.redaction import redact
from teams import audit_chain, audit_triggers
from teams.models import AuditEntry
from tests.teams.chained import SAID, broken, tamper, trail, verified

__all__ = ["trail"]
pytestmark = [pytest.mark.django_db, pytest.mark.asvs("V16.4.2")]


def test_an_unchanged_trail_is_proved(trail):
    assert verified() == "5 entries are chained and as they were written.\n"


def test_a_trail_that_is_cut_off_is_found_by_a_head_kept_elsewhere(trail, tmp_path):
    kept = tmp_path / "log"
    kept.write_text(f'{{"message": "{audit_chain.head_line()}"}}\n')
    assert "1 heads kept elsewhere agree." in verified("--anchor", str(kept))
    tamper(
        "DELETE FROM teams_auditlink WHERE sequence > 3",
        f"DELETE FROM teams_auditentry WHERE id > {trail[2]}",
    )

    assert verified() == "3 entries are chained and as they were written.\n"
    assert broken("--anchor", str(kept)) == (
        "The end is missing: the chain has 3 links, and link 5 was kept elsewhere."
    )


def test_an_end_that_was_made_anew_is_found_as_well(trail, tmp_path):
    kept = tmp_path / "log"
    kept.write_text(audit_chain.head_line())
    tamper("DELETE FROM teams_auditlink WHERE sequence > 3")
    audit_chain.seal()

    assert "5 entries" in verified()
    assert broken("--anchor", str(kept)) == (
        "Link 5 is not the one that was kept elsewhere: the chain was made anew."
    )


def test_everything_emptied_is_found(trail, tmp_path):
    kept = tmp_path / "log"
    kept.write_text(audit_chain.head_line())
    tamper("DELETE FROM teams_auditlink", "DELETE FROM teams_auditentry")

    assert "the chain has 0 links" in broken("--anchor", str(kept))


def test_a_file_without_a_head_proves_nothing(trail, tmp_path):
    (tmp_path / "log").write_text("audit head")

    assert broken("--anchor", str(tmp_path / "log")).endswith("printed.")
    assert broken("--anchor", str(tmp_path / "none")).endswith("cannot be read: No such file or directory.")


def test_a_head_passes_the_log_unhidden(trail, capsys):
    call_command("audit", "head")

    line = capsys.readouterr().out.strip()
    assert redact(line) == line == audit_chain.head_line()


def test_what_waits_too_long_is_told(trail, alice):
    entry = AuditEntry.record(actor=alice, verb="x.y", target="z")
    assert "5 entries" in verified()
    tamper(
        f"UPDATE teams_auditentry SET at = '{(timezone.now() - timedelta(minutes=5)).isoformat(' ')[:19]}' "
        f"WHERE id = {entry.pk}"
    )

    assert broken().startswith("1 entries are not chained yet, the oldest for 5 minutes.")


def test_what_came_late_into_the_chain_is_told(trail, alice):
    entry = AuditEntry.record(actor=alice, verb="x.y", target="z")
    tamper(f"UPDATE teams_auditentry SET at = '2020-01-01 00:00:00' WHERE id = {entry.pk}")
    audit_chain.seal()

    assert verified().splitlines()[1] == (
        "1 of them were chained more than an hour after they say they were written, the first is entry "
        f"{entry.pk}."
    )


def test_a_missing_trigger_fails_the_proof(trail):
    audit_triggers.lift(connection)

    assert broken().startswith("The database lacks the trigger teams_auditentry_no_update:")


def test_without_a_keyring_changes_are_made_and_chained_later(trail, alice, settings):
    whole, settings.KEYRING_FILE = settings.KEYRING_FILE, settings.KEYRING_FILE.with_name("lost")
    alice.change_profile(theme="dark")

    with pytest.raises(KeyringMissing):
        audit_chain.seal()
    assert audit_chain.waiting().entries == 1
    settings.KEYRING_FILE = whole
    assert audit_chain.seal() == 1


def test_a_new_key_goes_on_where_the_old_one_ended(trail, alice, keyring, settings):
    keyring.with_new_symmetric_key(Purpose.AUDIT).write(settings.KEYRING_FILE)
    AuditEntry.record(actor=alice, verb="x.y", target="z")
    audit_chain.seal()
    assert "6 entries" in verified()

    Keyring.create().write(settings.KEYRING_FILE)
    assert "Entry " in broken()
    assert "is not in the keyring" in broken()


def test_many_entries_are_proved_in_seconds(keyring, alice, capsys):
    AuditEntry.objects.bulk_create(
        [
            AuditEntry(actor=alice, actor_name="alice", verb="x.y", target=f"{n}", after=SAID)
            for n in range(20_000)
        ]
    )
    audit_chain.seal()

    began = time.process_time()
    assert "20,000 entries" in verified()
    took = time.process_time() - began
    with capsys.disabled():
        print(f" 20,000 entries proved in {took:.1f} s of CPU", end="")
    assert took < 10


def test_an_audit_key_that_links_name_is_never_taken_out(trail, keyring, settings):
    keyring.with_new_symmetric_key(Purpose.AUDIT).write(settings.KEYRING_FILE)

    with pytest.raises(CommandError, match="audit"):
        call_command("keyring", "retire", keyring.primary_symmetric(Purpose.AUDIT).key_id)
    assert "5 entries" in verified()

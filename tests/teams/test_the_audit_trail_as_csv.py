"""The audit trail as a file: what the page with the same filters lists, and nothing a spreadsheet runs."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from teams import audit_chain
from teams.models import AuditEntry

pytestmark = pytest.mark.django_db

PATH = "/audit.csv"


@pytest.fixture
def trail(alice, charlie, shop, other):
    AuditEntry.record(
        actor=alice, verb="step.changed", target="=1+1", team=shop, before={"urgent": False},
        after={"urgent": True}, address="192.0.2.7",
    )  # fmt: skip
    AuditEntry.record(actor=None, verb="pipeline.created", target="pipeline other/web", team=other)


def rows_of(answer):
    text = answer.getvalue().decode()
    assert text[0] == "\ufeff"
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def test_every_entry_is_a_row(as_user, root, trail):
    heading, _sign_in, made, changed = rows_of(as_user(root).get(PATH))

    entry = AuditEntry.objects.get(verb="step.changed")
    assert heading == [
        "Number", "Time", "Who", "What", "About", "Team", "Before", "After", "Address", "Verb"
    ]  # fmt: skip
    assert made[2:6] == ["the system", "Pipeline: created", "pipeline other/web", "other"]
    assert changed == [
        str(entry.pk), timezone.localtime(entry.at).isoformat(sep=" ", timespec="seconds"), "alice",
        "Notification rule: changed", "'=1+1", "shop", '{"urgent": false}', '{"urgent": true}', "192.0.2.7",
        "step.changed",
    ]  # fmt: skip


def test_it_is_a_file_that_nobody_keeps(as_user, root, trail):
    answer = as_user(root).get(PATH)

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="audit-{timezone.localdate()}.csv"'
    assert "no-store" in answer["Cache-Control"]


def test_an_owner_gets_their_teams_part(as_user, alice, trail):
    assert [row[9] for row in rows_of(as_user(alice).get(PATH))] == ["Verb", "step.changed"]


def test_filters_are_the_pages(as_user, root, trail):
    client = as_user(root)
    page = client.get("/audit/?about=pipeline").content.decode()

    assert 'href="/audit.csv?about=pipeline"' in page
    assert [row[9] for row in rows_of(client.get(f"{PATH}?about=pipeline"))] == ["Verb", "pipeline.created"]


def test_a_filter_by_a_strangers_team_is_refused(as_user, alice, trail):
    answer = as_user(alice).get(f"{PATH}?team=other")

    assert (answer.status_code, answer["Content-Type"]) == (422, "text/html; charset=utf-8")


def test_who_owns_nothing_is_refused(as_user, bob):
    assert as_user(bob).get(PATH).status_code == 403


def test_it_speaks_the_readers_language(as_user, root, trail):
    client = as_user(root)

    rows = rows_of(client.get(f"{PATH}?about=pipeline", headers={"accept-language": "zh-hans"}))
    assert "流水线" in rows[1][3]


def test_a_long_trail_comes_whole(as_user, alice, shop, monkeypatch):
    monkeypatch.setattr("teams.audit_csv.ROWS_AT_ONCE", 10)
    for number in range(25):
        AuditEntry.record(actor=alice, verb="step.created", target=f"rule {number}", team=shop)

    found = [row[4] for row in rows_of(as_user(alice).get(f"{PATH}?about=step"))[1:]]

    assert found == [f"rule {number}" for number in reversed(range(25))]


def test_administrators_see_how_far_the_chain_goes(as_user, root, alice, trail, keyring):
    audit_chain.seal()

    number, mac = audit_chain.head().sequence, audit_chain.head().mac
    assert f"Chained up to link {number} ({mac[:16]}…)" in as_user(root).get("/audit/").content.decode()
    assert mac[:16] not in as_user(alice).get("/audit/").content.decode()


def test_administrators_are_told_when_entries_wait_too_long(as_user, root, trail, monkeypatch):
    client = as_user(root)
    assert "to be chained" not in client.get("/audit/").content.decode()

    monkeypatch.setattr("teams.views.audit.LATE_AFTER", timedelta(0))
    assert "entries wait to be chained" in client.get("/audit/").content.decode()

"""The database itself refuses to change the trail, whoever asks and with whatever."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from teams import audit_chain, audit_triggers
from teams.checks import audit_triggers_are_on
from teams.models import AuditEntry, AuditLink

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("V16.4.2")]


@pytest.fixture(autouse=True)
def chained(keyring, alice):
    entry = AuditEntry.record(actor=alice, verb="team.created", target="x")
    audit_chain.seal()
    return entry


def refuse(statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("table", audit_triggers.TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET at = at", "DELETE FROM {}"])
def test_nothing_is_changed_or_deleted_by_hand(table, statement):
    refuse(statement.format(table))


@pytest.mark.parametrize("model", [AuditEntry, AuditLink])
def test_nothing_is_changed_or_deleted_by_a_query(model):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(at="2020-01-01T00:00:00Z")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_a_link_is_never_changed_or_deleted():
    link = AuditLink.objects.get()

    with pytest.raises(TypeError, match="never changed"):
        link.save()
    with pytest.raises(TypeError, match="never deleted"):
        link.delete()


@pytest.mark.sqlite
@pytest.mark.parametrize("table", audit_triggers.TABLES)
def test_a_row_is_not_replaced_by_another_one_of_its_number(table):
    refuse(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@pytest.mark.postgresql
@pytest.mark.parametrize("table", audit_triggers.TABLES)
def test_no_table_is_emptied(table):
    refuse(f"TRUNCATE {table} CASCADE")


def test_a_missing_trigger_is_told_and_put_on_again_by_migrate():
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER teams_auditentry_no_update"
            + (" ON teams_auditentry" if connection.vendor == "postgresql" else "")
        )

    (told,) = audit_triggers_are_on(databases=["default"])
    assert told.msg.startswith("The database lacks the trigger teams_auditentry_no_update:")

    call_command("migrate", verbosity=0)
    assert audit_triggers_are_on(databases=["default"]) == []
    refuse("UPDATE teams_auditentry SET verb = 'x'")


@pytest.mark.postgresql
def test_a_trigger_that_is_switched_off_counts_as_missing():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE teams_auditlink DISABLE TRIGGER teams_auditlink_no_delete")

    assert audit_triggers.missing_on(connection) == ["teams_auditlink_no_delete"]
    audit_triggers.put_on(connection)
    assert audit_triggers.missing_on(connection) == []


def test_teams_and_people_can_still_go(alice, shop):
    AuditEntry.record(actor=alice, verb="team.changed", target="shop", team=shop)
    audit_chain.seal()

    shop.remove(by=alice)
    alice.delete()

    assert AuditEntry.objects.filter(actor_name="alice", team_slug="shop").exists()

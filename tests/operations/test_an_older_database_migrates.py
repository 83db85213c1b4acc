"""A database of an earlier release is migrated with messages in its queues, and sends them."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from notifications.clockwork import clock
from notifications.models import Delivery, Lane
from teams import audit_triggers
from teams.models import AuditEntry
from tests.operations.drills import dispatch

# What stood at the end of the release before queues could be steered.
BEFORE = [("notifications", "0004_reason_restored"), ("credentials", "0001_initial")]


@pytest.fixture
def migrated_to(transactional_db):
    """Migrate the tests' database, and bring it up to date again when the test is over."""

    def migrate(targets):
        executor = MigrationExecutor(connection)
        executor.migrate(targets)
        return MigrationExecutor(connection).loader.project_state(targets).apps

    yield migrate
    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())


@pytest.fixture
def newest():
    return MigrationExecutor(connection).loader.graph.leaf_nodes()


def test_what_waited_before_the_migration_is_sent_after_it(migrated_to, newest, owe, wecom):
    owe("the first", "the second", now=clock.now())
    old = migrated_to(BEFORE).get_model("notifications", "Delivery")
    assert list(old.objects.values_list("state", flat=True)) == ["pending", "pending"]

    migrated_to(newest)
    dispatch()

    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_a_robot_that_was_gone_is_still_told_as_gone(migrated_to, newest, owe):
    (delivery,) = owe("news", now=clock.now())
    old = migrated_to(BEFORE).get_model("notifications", "Lane")
    old.objects.filter(pk=delivery.lane_id).update(breaker_opened_at=clock.now(), hold_reason="dead_robot")

    migrated_to(newest)

    lane = Lane.objects.get(pk=delivery.lane_id)
    assert (lane.breaker_reason, lane.breaker_opened_at is not None) == ("dead_robot", True)


def test_an_audit_trail_of_before_the_chain_is_chained(migrated_to, keyring, alice, shop, capsys):
    AuditEntry.record(actor=alice, verb="team.changed", target="shop", team=shop, address="10.0.0.1")
    AuditEntry.record(actor=None, verb="x.y", target="z")
    shop.delete()
    old = migrated_to([("teams", "0001_initial")]).get_model("teams", "AuditEntry")
    assert list(old.objects.order_by("pk").values_list("team", flat=True)) == [None, None]

    call_command("migrate", verbosity=0)
    call_command("audit", "seal")
    call_command("audit", "verify")

    assert capsys.readouterr().out.endswith("2 entries are chained and as they were written.\n")
    assert audit_triggers.missing_on(connection) == []

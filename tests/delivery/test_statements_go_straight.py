"""A statement past Django's cursors does what theirs would, and whoever looks on sees it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from notifications import rows, straight
from notifications.models import Lane

pytestmark = pytest.mark.django_db


def test_rows_come_back_as_tuples():
    assert rows.select("SELECT %s, 'a%%b'", [1]) == [(1, "a%b")]


def test_a_statement_that_writes_tells_how_many_rows(ops):
    Lane.objects.get_or_create(pk=ops.robot_id)

    assert rows.run("UPDATE notifications_lane SET failures = %s WHERE robot_id = %s", [3, ops.robot_id]) == 1
    assert rows.run("UPDATE notifications_lane SET failures = %s WHERE robot_id = %s", [4, -1]) == 0
    assert Lane.objects.get(pk=ops.robot_id).failures == 3


def test_faults_are_those_of_django(ops):
    Lane.objects.get_or_create(pk=ops.robot_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.run("UPDATE notifications_lane SET failures = NULL WHERE robot_id = %s", [ops.robot_id])
    if connection.vendor == "sqlite":
        with pytest.raises(OperationalError, match="no such table: nowhere"):
            rows.select("SELECT 1 FROM nowhere", [])


def test_nothing_runs_in_a_transaction_that_is_to_be_rolled_back():
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            rows.select("SELECT 1", [])


def test_whoever_looks_on_sees_every_statement():
    seen = []

    def watch(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        straight.select("SELECT %s", [1])
    with CaptureQueriesContext(connection) as captured:
        straight.select("SELECT %s", [2])
    assert seen == ["SELECT %s"]
    assert [each["sql"] for each in captured] == ["SELECT 2"]


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=8))])
@pytest.mark.parametrize("microsecond", [0, 5, 120000])
def test_a_moment_is_what_django_writes(zone, microsecond):
    moment = datetime(2026, 11, 22, 23, 5, 1, microsecond, tzinfo=zone)

    assert rows.moment(moment) == connection.ops.adapt_datetimefield_value(moment)

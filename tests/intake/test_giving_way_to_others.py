"""A transaction that the database undid for another one's sake is done once more, and only once."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection

from notifications import intake
from notifications.models import Event
from tests.intake.conftest import incoming

pytestmark = pytest.mark.django_db(transaction=True)


class UndoneError(Exception):
    def __init__(self, sqlstate):
        self.sqlstate = sqlstate


def undoing(sqlstate, *, times):
    """Fail the first inserts of an event as PostgreSQL does."""
    left = [times]

    def executed(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "WITH")) and "notifications_event" in sql and left[0]:
            left[0] -= 1
            raise OperationalError("undone") from UndoneError(sqlstate)
        return execute(sql, params, many, context)

    return connection.execute_wrapper(executed)


@pytest.mark.parametrize("sqlstate", ["40P01", "40001"])
def test_a_group_that_gave_way_is_stored_then(web, sqlstate):
    with undoing(sqlstate, times=1):
        (first, second) = intake.receive_many([incoming(web, run="1"), incoming(web, run="2")])

    assert {first.event, second.event} == {*Event.objects.all()}


@pytest.mark.parametrize(("sqlstate", "times"), [("40P01", 2), ("53100", 1)])
def test_what_fails_again_or_otherwise_is_told(web, sqlstate, times):
    with undoing(sqlstate, times=times), pytest.raises(OperationalError):
        intake.receive_many([incoming(web)])

    assert not Event.objects.exists()

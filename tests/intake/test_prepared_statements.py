"""On PostgreSQL a statement written out is prepared, and survives what a migration makes of its tables."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection, transaction

from notifications import rows
from notifications.clockwork.turns import gave_way

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

ASKED = "SELECT word FROM words WHERE id = ANY(%s)"


@pytest.fixture
def words():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE words (id bigint, word varchar(5)); INSERT INTO words VALUES (1, 'one')")
        yield
        cursor.execute("DROP TABLE words")


@pytest.fixture
def prepared(words):
    for _ in range(3):
        rows.select(ASKED, [[1]])


@pytest.fixture
def changed(prepared):
    """Change the column from another process: the driver here hears nothing of it."""
    ours = connection.get_connection_params() | {"autocommit": True}
    with connection.Database.connect(**ours) as another:
        another.execute("ALTER TABLE words ALTER COLUMN word TYPE varchar(9)")


def names():
    return rows.select("SELECT name FROM pg_prepared_statements WHERE statement LIKE %s", ["%words WHERE%"])


def test_a_statement_is_prepared_at_its_third_time(words):
    for _ in range(2):
        rows.select(ASKED, [[1]])
    assert names() == []
    rows.select(ASKED, [[1]])
    assert len(names()) == 1


def test_it_goes_on_when_another_process_changed_a_column(changed):
    assert rows.select(ASKED, [[1]]) == [("one",)]


def test_a_transaction_gives_way_to_the_change(changed):
    with pytest.raises(OperationalError) as raised, transaction.atomic():
        rows.select(ASKED, [[1]])
    assert gave_way(raised.value)
    with transaction.atomic():
        assert rows.select(ASKED, [[1]]) == [("one",)]

"""A disk that is full or a database that is locked: a sender is told to try again."""

from __future__ import annotations

import pytest
from django.db import connection

from notifications.models import Event

# A transaction that failed is over; the tests' own one would not be.
pytestmark = pytest.mark.django_db(transaction=True)
READ_ONLY = {"sqlite": "PRAGMA query_only", "postgresql": "SET default_transaction_read_only"}


@pytest.fixture
def read_only(ci):
    with connection.cursor() as cursor:
        cursor.execute(f"{READ_ONLY[connection.vendor]} = ON")
        yield
        cursor.execute(f"{READ_ONLY[connection.vendor]} = OFF")


def test_a_sender_is_told_to_send_it_again(ci, read_only):
    answer = ci.post("/events", {"run": "1", "status": "failed"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"] == (
        "The database cannot be used just now. Send the same again: no event is told twice."
    )
    assert not Event.objects.exists()

"""Who replaces a key waits for the robot's queue; whoever settles there must not wait for the credential."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from credentials.models import Credential
from notifications.delivery.settling import settle
from tests.delivery.clockwork import ACCEPTED, at, take

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@pytest.fixture
def changing(ops):
    """Hold the credential's row, as somebody does who changes it."""
    held, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Credential.objects.select_for_update().get(pk=ops.pk)
            held.set()
            done.wait(20)
        connection.close()

    thread = threading.Thread(target=hold)
    yield lambda: (thread.start(), held.wait(10))
    done.set()
    thread.join()


def test_settling_waits_for_nobody_who_changes_the_credential(owe, ops, changing):
    (delivery,) = owe("hello")
    reservation = take(at(0))
    changing()
    settle(reservation, ACCEPTED, now=at(1))
    delivery.refresh_from_db()
    ops.refresh_from_db()
    assert (delivery.state, ops.last_outcome) == ("sent", "")

"""One writer after the other, and none that waits for another that waits for it."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from notifications.clockwork import turns
from notifications.clockwork.turns import writing
from notifications.models import Lane
from tests.delivery.clockwork import take as claimed
from tests.delivery.clockwork import text_of

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


def turn_is_taken():
    if not turns._turn.acquire(blocking=False):
        return True
    turns._turn.release()
    return False


@pytest.fixture
def dispatcher_waits_to_write():
    """Let another thread take the turn and wait for the database: `waiting = start()`."""

    def write():
        with writing():
            pass
        connection.close()

    def start():
        thread = threading.Thread(target=write)
        thread.start()
        while not turn_is_taken():
            thread.join(0.01)
        return thread

    return start


def test_a_page_that_holds_the_database_waits_for_no_turn(dispatcher_waits_to_write, owe, ops, root, wecom):
    new_key = wecom.webhook_url(wecom.add_robot(group="new"))
    owe("one")
    with transaction.atomic():
        waiting = dispatcher_waits_to_write()
        ops.replace_key(new_key, by=root)
    waiting.join(10)
    assert not waiting.is_alive()
    assert text_of(claimed(Lane.objects.get(pk=ops.robot_id).wake_at).delivery) == "one"

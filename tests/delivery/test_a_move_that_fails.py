"""What lies in a wrong lane is moved after a claim's commit; where that fails, the claim stands."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection

from credentials.models import Credential
from notifications.delivery.lanes import claim
from notifications.models import Delivery, Lane
from tests.delivery.clockwork import at, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def refuse_moves(execute, statement, *rest):
    if statement.startswith("UPDATE") and '"lane_id" =' in statement.partition("WHERE")[0]:
        raise OperationalError("deadlock detected")
    return execute(statement, *rest)


@pytest.fixture
def strayed(register, owe):
    """Return a message that lies in the lane of a robot its credential had before."""
    (strayed,) = owe("strayed")
    Credential.objects.filter(pk=strayed.credential_id).update(robot=register("new").robot)
    return strayed


def test_what_was_reserved_beside_it_is_sent_all_the_same(strayed, owe, register):
    owe("beside", credential=register("beside"))
    with connection.execute_wrapper(refuse_moves):
        reserved = claim(now=at(0), limit=10)
    assert [text_of(each.delivery) for each in reserved] == ["beside"]


def test_it_waits_until_it_is_found_again(strayed):
    with connection.execute_wrapper(refuse_moves):
        claim(now=at(0), limit=10)
    Lane.objects.update(wake_at=at(1))
    claim(now=at(1), limit=10)
    waiting = Delivery.objects.get()
    assert (waiting.state, waiting.lane_id) == ("pending", Credential.objects.get(name="new").robot_id)

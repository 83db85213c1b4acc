"""A proxy or an impatient sender brings one report twice at the same moment."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from django.db import connection

from notifications.api import hooks
from notifications.models import Event, Hook
from notifications.sources import source_of
from tests.api.test_gitee_reruns import FAILED

pytestmark = pytest.mark.django_db(transaction=True)

COPIES = 6


def test_it_notifies_once(web, step, alice, keyring):
    hook, _ = Hook.add(team=web.team, pipeline=web, source="gitee", by=alice)
    together = threading.Barrier(COPIES)

    def bring(number):
        copy = replace(FAILED, pipeline="web", reported_at=str(1_795_320_000_000 + number))
        together.wait(10)
        hooks._receive(copy, hook, source_of("gitee"))
        connection.close()

    threads = [threading.Thread(target=bring, args=(number,)) for number in range(COPIES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert (Event.objects.count(), step.deliveries.count()) == (1, 1)

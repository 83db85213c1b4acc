"""A CI system that finishes many tasks at once delivers many hooks at once: they are committed together."""

from __future__ import annotations

import json
import time

import pytest
from django.db import connections
from django.test import Client

from notifications import intake
from notifications.models import Event, Hook
from notifications.sources.gitee_signing import signature
from tests.intake.at_once import all_at_once
from tests.sources.conftest import notice

pytestmark = pytest.mark.django_db(transaction=True)

DELIVERIES = 12


@pytest.fixture
def deliver(web, alice, keyring):
    """Deliver a notice of a run to a hook, signed; return the answer."""
    hook, secret = Hook.add(team=web.team, pipeline=web, source="gitee", by=alice)

    def delivered(run):
        timestamp = str(int(time.time() * 1000))
        signing = {"X-Gitee-Token": signature(timestamp, secret), "X-Gitee-Timestamp": timestamp}
        body = json.dumps(notice(buildNumber=run, pipelineUrl=""))
        path = f"/api/v1/hooks/gitee/{hook.public_id}"
        return Client().post(path, body, content_type="application/json", headers=signing)

    return delivered


@pytest.fixture
def commits(monkeypatch):
    """Note each commit of a transaction, in whichever thread."""
    kind, found = type(connections["default"]), []
    committed = kind._commit

    def noted(connection):
        found.append(connection)
        return committed(connection)

    monkeypatch.setattr(kind, "_commit", noted)
    return found


def test_a_burst_is_stored_in_fewer_transactions_than_reports(turn, deliver, step, commits):
    deliver(0)
    commits.clear()
    works = [lambda run=run: deliver(run).json() for run in range(1, DELIVERIES + 1)]

    answers = all_at_once(turn, intake._combined._line, *works)

    stored = dict(Event.objects.exclude(run="0").values_list("pk", "run"))
    assert [stored[int(each["id"])] for each in answers] == [str(run) for run in range(1, DELIVERIES + 1)]
    assert [len(each["deliveries"]) for each in answers] == [1] * DELIVERIES
    assert len(commits) == 1


def test_what_comes_twice_in_a_burst_is_answered_as_a_duplicate(turn, deliver, step):
    deliver(0)

    answers = all_at_once(turn, intake._combined._line, *[lambda: deliver(1)] * 4)

    assert [each.status_code for each in answers] == [202, 200, 200, 200]
    assert len({each.json()["id"] for each in answers}) == 1


def test_of_a_burst_one_notes_the_use(deliver):
    first, second = Hook.objects.get(), Hook.objects.get()
    first.note_use()
    noted = Hook.objects.get().last_used_at

    second.note_use()

    assert Hook.objects.get().last_used_at == noted is not None

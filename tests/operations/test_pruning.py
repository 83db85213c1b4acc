"""What is older than RETENTION_DAYS goes; what waits, what it leans on and the audit trail stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from notifications import pruning
from notifications.clockwork import clock
from notifications.models import Attempt, Delivery, Event
from notifications.pruning import Cutoffs
from teams import audit_triggers
from teams.models import AuditEntry

pytestmark = pytest.mark.django_db


def rows():
    return Event.objects.count(), Delivery.objects.count(), Attempt.objects.count()


def prune(*words):
    call_command("prune", *words)


def test_what_was_settled_long_ago_goes_with_its_event_and_attempts(old_report):
    old_report("1", "sent")
    old_report("2", "dead")

    prune()

    assert rows() == (0, 0, 0)


def test_what_is_young_stays(old_report):
    old_report("1", "sent", age=timedelta(days=89))

    prune()

    assert rows() == (1, 1, 1)


@pytest.mark.parametrize("state", ["pending", "sending", "held"])
def test_what_waits_stays_with_its_event_and_attempts(old_report, state):
    old_report("1", state)

    prune()

    assert rows() == (1, 1, 1)


def test_what_was_sent_lately_stays_although_it_is_old(old_report):
    old_report("1", "sent", sent_at=clock.now())

    prune()

    assert Delivery.objects.count() == 1


def test_what_waits_keeps_what_it_repeats_at_any_distance(old_report):
    first, second, third = old_report("1", "dead"), old_report("2", "dead"), old_report("3", "pending")
    Delivery.objects.filter(pk=second.pk).update(redelivers=first)
    Delivery.objects.filter(pk=third.pk).update(redelivers=second)

    prune()

    assert Delivery.objects.count() == 3


def test_a_waiting_mention_keeps_its_message(old_report):
    message, mention = old_report("1", "sent"), old_report("2", "held")
    Delivery.objects.filter(pk=mention.pk).update(follows=message, part="mention")

    prune()

    assert Delivery.objects.count() == 2


def test_what_a_waiting_message_carries_stays(old_report):
    carried, carrier = old_report("1", "sent"), old_report("2", "pending")
    Delivery.objects.filter(pk=carried.pk).update(carried_by=carrier)

    prune()

    assert Delivery.objects.count() == 2


def test_a_settled_family_goes_whole(old_report):
    first, second, third = old_report("1", "dead"), old_report("2", "dead"), old_report("3", "sent")
    Delivery.objects.filter(pk=second.pk).update(redelivers=first)
    Delivery.objects.filter(pk=third.pk).update(follows=second, carried_by=first)

    prune()

    assert rows() == (0, 0, 0)


def test_the_audit_trail_stays(old_report):
    old_report("1")
    entry = AuditEntry.record(actor=None, verb="step.created", target="old")
    audit_triggers.lift(connection)
    AuditEntry.objects.filter(pk=entry.pk).update(at=F("at") - timedelta(days=1000))
    before = AuditEntry.objects.count()

    prune()

    assert AuditEntry.objects.count() == before


def test_chunks_take_everything_and_tell_how_far_they_are(old_report, monkeypatch):
    monkeypatch.setattr(pruning, "CHUNK_ROWS", 2)
    for run in range(5):
        old_report(str(run))
    told = []

    pruning.prune(Cutoffs.by_settings(clock.now()), progress=lambda name, count: told.append((name, count)))

    assert [count for name, count in told if name == "deliveries"] == [2, 4, 5]
    assert rows() == (0, 0, 0)


def test_an_interrupted_run_is_gone_on_with(old_report, monkeypatch):
    monkeypatch.setattr(pruning, "CHUNK_ROWS", 2)
    for run in range(5):
        old_report(str(run))

    def interrupt(name, count):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pruning.prune(Cutoffs.by_settings(clock.now()), progress=interrupt)
    assert rows() == (5, 5, 3)
    prune()
    assert rows() == (0, 0, 0)


def test_an_interruption_says_that_it_may_go_on(old_report, monkeypatch):
    old_report("1")

    def interrupted(cutoffs, *, progress):
        raise KeyboardInterrupt

    monkeypatch.setattr(pruning, "prune", interrupted)
    with pytest.raises(CommandError, match="run it again to go on"):
        prune()


def test_a_dry_run_counts_what_would_go_and_deletes_nothing(old_report, capsys):
    first, second = old_report("1", "dead"), old_report("2", "pending")
    Delivery.objects.filter(pk=second.pk).update(redelivers=first)
    old_report("3", "sent")

    prune("--dry-run")

    # The attempt of what is repeated goes by its age; its delivery is still needed.
    expected = "Would delete what is older than 90 days: 1 events, 1 deliveries, 2 attempts.\n"
    assert capsys.readouterr().out == expected
    assert rows() == (3, 3, 3)
    prune()
    assert rows() == (2, 2, 1)

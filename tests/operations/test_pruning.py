"""What is older than RETENTION_DAYS goes; what waits, what it leans on and the audit trail stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from notifications import intake, pruning
from notifications.clockwork import clock
from notifications.models import Attempt, Delivery, Event
from notifications.reports import Report
from teams.models import AuditEntry

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=100)


@pytest.fixture
def report(web, step):
    """Report a failure, whose delivery ends in this state, so long ago."""

    def reported(run, state="sent", age=LONG_AGO, **fields):
        said = Report(source="api", pipeline="web", run=run, status="failed")
        event = intake.receive(said, pipeline=web, reporter="token ci").event
        moment = clock.now() - age
        Event.objects.filter(pk=event.pk).update(received_at=moment)
        owed = Delivery.objects.filter(event=event)
        owed.update(state=state, created_at=moment, due_at=moment, **fields)
        delivery = owed.get()
        Attempt.objects.create(
            delivery=delivery, lane=delivery.lane, lease_token=1, started_at=moment, outcome="accepted"
        )
        return delivery

    return reported


def rows():
    return Event.objects.count(), Delivery.objects.count(), Attempt.objects.count()


def prune(*words):
    call_command("prune", *words)


def test_what_was_settled_long_ago_goes_with_its_event_and_attempts(report):
    report("1", "sent")
    report("2", "dead")

    prune()

    assert rows() == (0, 0, 0)


def test_what_is_young_stays(report):
    report("1", "sent", age=timedelta(days=89))

    prune()

    assert rows() == (1, 1, 1)


@pytest.mark.parametrize("state", ["pending", "sending", "held"])
def test_what_waits_stays_with_its_event_and_attempts(report, state):
    report("1", state)

    prune()

    assert rows() == (1, 1, 1)


def test_what_was_sent_lately_stays_although_it_is_old(report):
    report("1", "sent", sent_at=clock.now())

    prune()

    assert Delivery.objects.count() == 1


def test_what_waits_keeps_what_it_repeats_at_any_distance(report):
    first, second, third = report("1", "dead"), report("2", "dead"), report("3", "pending")
    Delivery.objects.filter(pk=second.pk).update(redelivers=first)
    Delivery.objects.filter(pk=third.pk).update(redelivers=second)

    prune()

    assert Delivery.objects.count() == 3


def test_a_waiting_mention_keeps_its_message(report):
    message, mention = report("1", "sent"), report("2", "held")
    Delivery.objects.filter(pk=mention.pk).update(follows=message, part="mention")

    prune()

    assert Delivery.objects.count() == 2


def test_what_a_waiting_message_carries_stays(report):
    carried, carrier = report("1", "sent"), report("2", "pending")
    Delivery.objects.filter(pk=carried.pk).update(carried_by=carrier)

    prune()

    assert Delivery.objects.count() == 2


def test_a_settled_family_goes_whole(report):
    first, second, third = report("1", "dead"), report("2", "dead"), report("3", "sent")
    Delivery.objects.filter(pk=second.pk).update(redelivers=first)
    Delivery.objects.filter(pk=third.pk).update(follows=second, carried_by=first)

    prune()

    assert rows() == (0, 0, 0)


def test_the_audit_trail_stays(report):
    report("1")
    entry = AuditEntry.record(actor=None, verb="step.created", target="old")
    AuditEntry.objects.filter(pk=entry.pk).update(at=F("at") - timedelta(days=1000))
    before = AuditEntry.objects.count()

    prune()

    assert AuditEntry.objects.count() == before


def test_chunks_take_everything_and_tell_how_far_they_are(report, monkeypatch):
    monkeypatch.setattr(pruning, "CHUNK_ROWS", 2)
    for run in range(5):
        report(str(run))
    told = []

    pruning.prune(clock.now() - timedelta(days=90), progress=lambda name, count: told.append((name, count)))

    assert [count for name, count in told if name == "deliveries"] == [2, 4, 5]
    assert rows() == (0, 0, 0)


def test_an_interrupted_run_is_gone_on_with(report, monkeypatch):
    monkeypatch.setattr(pruning, "CHUNK_ROWS", 2)
    for run in range(5):
        report(str(run))

    def interrupt(name, count):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pruning.prune(clock.now() - timedelta(days=90), progress=interrupt)
    assert rows() == (5, 5, 3)
    prune()
    assert rows() == (0, 0, 0)


def test_an_interruption_says_that_it_may_go_on(report, monkeypatch):
    report("1")

    def interrupted(cutoff, *, progress):
        raise KeyboardInterrupt

    monkeypatch.setattr(pruning, "prune", interrupted)
    with pytest.raises(CommandError, match="run it again to go on"):
        prune()


def test_a_dry_run_counts_what_would_go_and_deletes_nothing(report, capsys):
    first, second = report("1", "dead"), report("2", "pending")
    Delivery.objects.filter(pk=second.pk).update(redelivers=first)
    report("3", "sent")

    prune("--dry-run")

    # The attempt of what is repeated goes by its age; its delivery is still needed.
    expected = "Would delete what is older than 90 days: 1 events, 1 deliveries, 2 attempts.\n"
    assert capsys.readouterr().out == expected
    assert rows() == (3, 3, 3)
    prune()
    assert rows() == (2, 2, 1)


def test_keeping_nothing_is_refused(settings):
    settings.RETENTION_DAYS = 0

    with pytest.raises(CommandError, match=r"RETENTION_DAYS is 0: set it to 1 or more days\."):
        prune()

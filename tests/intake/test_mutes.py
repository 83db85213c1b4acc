"""What is muted tells nobody, the event says why, and nothing else changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from notifications.decisions import Decision
from notifications.models import Delivery, Lane
from teams.models import AuditEntry

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def soon():
    return timezone.now() + HOUR


@pytest.fixture
def robot(ops):
    return Lane.objects.create(pk=ops.robot_id)


def reason(receipt) -> str:
    (kept,) = receipt.event.decisions
    return Decision.read(kept).reason("en")


def at(moment) -> str:
    return f"{timezone.localtime(moment):%m-%d %H:%M}"


def test_a_muted_rule_owes_nothing_and_says_so(add_step, report, soon, bob):
    add_step().mute(until=soon, by=bob)

    receipt = report()

    assert receipt.deliveries == ()
    assert reason(receipt) == f"It would have fired; it was muted until {at(soon)} by bob."
    assert not Delivery.objects.exists()


def test_a_muted_pipeline_silences_its_rules_and_the_teams(add_step, report, why, web, soon, bob):
    add_step()
    add_step(name="Of the team", pipeline=None)
    web.mute(until=soon, by=bob)

    assert why() == ["pipeline_muted", "pipeline_muted"]


def test_a_muted_robot_is_owed_nothing(add_step, report, robot, soon, bob):
    add_step()
    robot.mute(until=soon, by=bob)

    sentence = f"It would have fired; the robot of “ops” was muted until {at(soon)} by bob."
    assert reason(report()) == sentence


def test_who_muted_a_robot_is_not_told_to_teams_that_do_not_know_them(add_step, report, robot, soon, charlie):
    add_step()
    robot.mute(until=soon, by=charlie)

    told = reason(report())
    assert told.endswith("by those who keep it.")
    assert "charlie" not in str(Delivery.objects.all()) + told


def test_another_robot_is_owed_its_messages(add_step, register, report, robot, soon, bob):
    add_step(credential=register("other group"))
    robot.mute(until=soon, by=bob)

    assert len(report().deliveries) == 1


def test_the_mute_that_ends_last_is_the_one_that_is_named(add_step, why, web, robot, soon, bob):
    add_step().mute(until=soon, by=bob)
    web.mute(until=soon + HOUR, by=bob)
    robot.mute(until=soon + HOUR / 2, by=bob)

    assert why() == ["pipeline_muted"]


def test_urgent_ones_are_muted_too(add_step, why, soon, bob):
    add_step(urgent=True).mute(until=soon, by=bob)

    assert why() == ["muted"]


def test_what_would_not_have_fired_says_its_own_reason(add_step, why, soon, bob):
    add_step().mute(until=soon, by=bob)

    assert why("succeeded") == ["event"]


def test_a_mute_ends_by_itself_and_nothing_is_sent_late(add_step, report, soon, bob):
    step = add_step()
    step.mute(until=soon, by=bob)
    report(run="1")
    type(step).objects.update(muted_until=timezone.now())

    assert [each.event.run for each in report(run="2").deliveries] == ["2"]
    assert Delivery.objects.count() == 1


def test_a_recovery_is_known_although_the_failure_was_muted(add_step, report, why, soon, bob):
    step = add_step(events=["failed", "recovered"])
    step.mute(until=soon, by=bob)
    report("failed", run="1")
    step.unmute(by=bob)

    assert report("succeeded", run="2").event.occurrence == "recovered"
    assert Delivery.objects.count() == 1


def test_a_change_of_the_rule_leaves_its_mute(add_step, why, soon, bob):
    step = add_step()
    stale = type(step).objects.get()
    step.mute(until=soon, by=bob)
    stale.name = "Renamed"
    stale.store(by=bob)

    assert (why(), type(step).objects.get().name) == (["muted"], "Renamed")


@pytest.mark.parametrize(
    ("away", "sentence"),
    [
        (timedelta(0), "This moment has passed. Choose one to come."),
        (timedelta(days=30, minutes=1), "A mute lasts at most 30 days. Choose an earlier end."),
    ],
)
def test_an_end_that_makes_no_sense_is_refused(add_step, bob, away, sentence):
    step = add_step()

    with pytest.raises(ValidationError) as refusal:
        step.mute(until=timezone.now() + away, by=bob)

    assert refusal.value.message_dict == {"until": [sentence]}
    assert not AuditEntry.objects.filter(verb="step.muted").exists()


def test_muting_and_unmuting_leave_entries_with_before_and_after(add_step, web, robot, soon, root):
    for what in (add_step(), web, robot):
        what.mute(until=soon, by=root)
        what.mute(until=soon + HOUR, by=root)
        what.unmute(by=root)
        what.unmute(by=root)

    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert [verb for verb in verbs if verb.startswith("step")] == ["step.muted", "step.muted", "step.unmuted"]
    assert [verb for verb in verbs if verb.startswith("pipe")].count("pipeline.muted") == 2
    assert [verb for verb in verbs if verb.startswith("lane")].count("lane.unmuted") == 1
    moved = AuditEntry.objects.filter(verb="step.muted").latest("pk")
    assert list(moved.before) == list(moved.after) == ["until"]

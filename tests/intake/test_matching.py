from __future__ import annotations

import pytest
from django.utils import translation

from notifications.decisions import Decision
from notifications.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def reason(report):
    """Report and return the first decision in words."""

    def asked(status="failed", *, language="en", **said):
        (kept, *_) = report(status, **said).event.decisions
        with translation.override("en"):
            return Decision.read(kept).reason(language)

    return asked


@pytest.mark.parametrize(
    ("status", "event"),
    [
        ("running", "started"),
        ("succeeded", "succeeded"),
        ("failed", "failed"),
        ("canceled", "canceled"),
        ("skipped", "skipped"),
        ("waiting", "waiting"),
    ],
)
def test_each_status_fires_its_event_and_no_other(add_step, why, status, event):
    add_step(events=[event])
    others = {"started", "succeeded", "failed", "canceled", "skipped", "waiting", "recovered"} - {event}
    add_step(events=sorted(others))
    assert why(status) == ["matched", "event"]


def test_steps_of_the_team_serve_all_its_pipelines_and_no_others(add_step, why, web, shop, other):
    second = type(web).objects.create(team=shop, identifier="api", name="Api")
    add_step(name="of the team", pipeline=None)
    add_step(name="of another pipeline", pipeline=second)
    add_step(name="of another team", pipeline=None, team=other)
    assert why() == ["matched"]


def test_a_step_that_fired_says_so(add_step, reason):
    add_step()
    assert reason() == "It fired."


def test_a_step_switched_off_says_so(add_step, reason):
    add_step(is_enabled=False)
    assert reason() == "It is switched off."
    assert not Delivery.objects.exists()


def test_a_step_for_a_task_says_which(add_step, reason):
    add_step(task="deploy")
    assert reason(task="build") == "It is for the task “deploy”; this was “build”."
    assert reason(run="2") == "It is for the task “deploy”; this was about the whole pipeline."


def test_a_step_for_a_task_fires_for_it(add_step, why):
    add_step(task="deploy")
    assert why(task="deploy") == ["matched"]


def test_a_status_that_fires_nothing_says_so(add_step, reason):
    add_step()
    assert reason("queued") == "The status “Queued” fires no notification."
    assert reason("unknown", status_text="FROZEN") == "The status “FROZEN” fires no notification."


def test_a_step_for_other_events_says_which(add_step, reason):
    add_step(events=["failed", "recovered"])
    assert reason("succeeded") == "It is for Failed, Recovered; this was: Succeeded."


def test_a_step_without_events_says_so(add_step, reason):
    add_step(events=[])
    assert reason("failed") == "It is for no event at all; this was: Failed."


def test_a_condition_that_does_not_hold_says_what_it_met(add_step, reason):
    add_step(conditions=[{"variable": "BRANCH", "operator": "matches", "value": "release/*"}])
    assert reason(branch="main") == "“BRANCH matches the pattern release/*” does not hold: it was “main”."


def test_a_step_for_changes_says_that_nothing_changed(add_step, reason):
    add_step(only_on_change=True)
    assert reason(run="1") == "It fired."
    assert reason(run="2") == "It tells changes only; the run before was the same: Failed."


def test_a_long_value_is_cut_in_the_reason(add_step, report):
    add_step(conditions=[{"variable": "GITEE_COMMENT", "operator": "equals", "value": "x"}])
    (decision,) = report(comment="y" * 5000).event.decisions
    assert len(decision["data"]["found"]) == 200


def test_names_with_a_percent_sign_are_shown_as_they_are(add_step, reason):
    add_step(task="100% coverage")
    assert reason(task="%s") == "It is for the task “100% coverage”; this was “%s”."

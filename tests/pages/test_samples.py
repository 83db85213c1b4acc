"""A preview speaks of real recent runs first; made-up ones stand behind them."""

from __future__ import annotations

import pytest

from notifications import intake
from notifications.models import Pipeline
from notifications.reports import Report
from tests.pages.reading import chosen, main, options

MADE_UP = ["Started", "Succeeded", "Failed", "Canceled", "Skipped", "Waiting for approval", "Recovered"]


@pytest.fixture
def others_event(other):
    theirs = Pipeline.objects.create(team=other, identifier="api", name="Their API")
    report = Report(source="api", pipeline="api", run="66", status="failed")
    return intake.receive(report, pipeline=theirs, reporter="token CI").event


def test_without_runs_the_made_up_ones_are_offered_the_steps_own_first(as_user, bob, step):
    page = as_user(bob).get(f"/steps/{step.pk}/")

    assert options(page, "sample") == MADE_UP
    assert chosen(page, "sample") == "sample:failed"


def test_real_runs_stand_first_and_the_newest_that_fires_is_chosen(as_user, bob, step, report):
    failed = report("failed", run="7", task="build").event
    report("succeeded", run="8", task="build")

    page = as_user(bob).get(f"/steps/{step.pk}/")

    lines = options(page, "sample")
    assert lines[0].startswith("Succeeded · Web portal #8 · build · ")
    assert lines[1].startswith("Failed · Web portal #7 · build · ")
    assert lines[2:] == MADE_UP
    assert chosen(page, "sample") == f"event:{failed.pk}"


def test_only_runs_the_step_could_meet_are_offered(as_user, bob, step, report, others_event):
    step.task = "deploy"
    step.save()
    report("failed", run="7", task="build")

    assert options(as_user(bob).get(f"/steps/{step.pk}/"), "sample") == MADE_UP


def test_at_most_five_runs_are_offered_and_an_older_chosen_one_stays(as_user, bob, step, report, fill):
    first = report(run="1").event
    for run in range(2, 9):
        report(run=str(run))

    page = as_user(bob).post(f"/steps/{step.pk}/preview/", fill(sample=f"event:{first.pk}"))

    assert len(options(page, "sample")) == 6 + len(MADE_UP)
    assert chosen(page, "sample") == f"event:{first.pk}"
    assert "Web portal #1" in main(page)


def test_another_teams_run_is_never_told(as_user, root, step, fill, others_event):
    page = as_user(root).post(f"/steps/{step.pk}/preview/", fill(sample=f"event:{others_event.pk}"))

    assert chosen(page, "sample") == "sample:failed"
    assert "Their API" not in main(page).split("Preview and test")[1]


@pytest.mark.parametrize("wanted", ["", "event:", "event:x", "event:²", "event:9" + "9" * 40, "sample:boom"])
def test_what_is_no_sample_becomes_the_best_one(as_user, bob, step, fill, wanted):
    page = as_user(bob).post(f"/steps/{step.pk}/preview/", fill(sample=wanted))

    assert page.status_code == 200
    assert chosen(page, "sample") == "sample:failed"


def test_a_made_up_run_carries_the_steps_own_pipeline(as_user, bob, step, fill):
    page = as_user(bob).post(f"/steps/{step.pk}/preview/", fill(sample="sample:recovered"))

    assert "Recovered · Web portal / Build image #1287" in main(page)


def test_a_team_wide_rule_is_offered_the_last_run_of_each_pipeline(as_user, bob, shop, step, report):
    step.pipeline = None
    step.save()
    report(run="7")
    report(run="8")
    api = Pipeline.objects.create(team=shop, identifier="api", name="API")
    failed = Report(source="api", pipeline="api", run="66", status="failed")
    intake.receive(failed, pipeline=api, reporter="token CI")

    real = options(as_user(bob).get(f"/steps/{step.pk}/"), "sample")[: -len(MADE_UP)]

    assert [line.split(" · ")[1] for line in real] == ["API #66", "Web portal #8"]

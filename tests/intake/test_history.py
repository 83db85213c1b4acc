from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from notifications.history import run_number
from notifications.models import Event

pytestmark = pytest.mark.django_db


def moment(minutes):
    return datetime(2026, 11, 22, 8, 0, tzinfo=UTC) + timedelta(minutes=minutes)


@pytest.fixture
def told(report):
    """Report results of runs, in this order, and return what each was told as."""

    def tell(*results, **said):
        for run, status in results:
            report(status, run=str(run), **said)
        return {event.run: event.occurrence for event in Event.objects.filter(task=said.get("task", ""))}

    return tell


def test_the_first_success_after_a_failure_is_a_recovery(told):
    assert told((1, "failed"), (2, "succeeded"), (3, "succeeded")) == {
        "1": "failed",
        "2": "recovered",
        "3": "succeeded",
    }


def test_a_first_run_never_recovers(told):
    assert told((1, "succeeded")) == {"1": "succeeded"}


@pytest.mark.parametrize("between", ["canceled", "skipped"])
def test_canceled_and_skipped_runs_in_between_do_not_count(told, between):
    assert told((1, "failed"), (2, between), (3, "succeeded"))["3"] == "recovered"


@pytest.mark.parametrize("between", ["running", "queued", "waiting", "unknown"])
def test_what_is_no_result_does_not_count(told, between):
    assert told((1, "failed"), (2, between), (3, "succeeded"))["3"] == "recovered"


def test_a_success_that_comes_late_is_judged_by_its_own_place(told):
    assert told((2, "failed"), (1, "succeeded"))["1"] == "succeeded"


def test_a_failure_that_comes_late_does_not_make_the_next_success_a_recovery(told):
    assert told((1, "succeeded"), (3, "succeeded"), (2, "failed"), (4, "succeeded"))["4"] == "succeeded"


def test_one_failure_is_recovered_from_once_however_late_the_first_success_comes(told):
    assert told((1, "failed"), (3, "succeeded"), (2, "succeeded")) == {
        "1": "failed",
        "3": "recovered",
        "2": "succeeded",
    }


def test_a_late_success_before_the_next_failure_is_a_recovery(told):
    assert told((1, "failed"), (3, "failed"), (2, "succeeded"))["2"] == "recovered"


@pytest.mark.parametrize(
    ("order", "recovered"),
    [("123", ["2"]), ("132", ["3"]), ("213", []), ("231", []), ("312", ["2"]), ("321", [])],
)
def test_in_whatever_order_they_come_one_failure_is_recovered_from_at_most_once(report, order, recovered):
    results = {"1": "failed", "2": "succeeded", "3": "succeeded"}
    told = {run: report(results[run], run=run).event.occurrence for run in order}
    assert [run for run in "123" if told[run] == "recovered"] == recovered


def test_numbers_are_compared_as_numbers(told):
    assert told((9, "failed"), (10, "succeeded"))["10"] == "recovered"


def test_a_rerun_of_the_same_run_comes_after_it(report):
    report("failed", run="5", attempt=1)
    assert report("succeeded", run="5", attempt=2).event.occurrence == "recovered"


def test_in_one_attempt_time_decides(report):
    report("failed", finished_at=moment(5))
    assert report("succeeded", finished_at=moment(3)).event.occurrence == "succeeded"
    assert report("succeeded", finished_at=moment(7)).event.occurrence == "recovered"


def test_runs_without_numbers_are_ordered_by_time(report):
    report("failed", run="b7f", finished_at=moment(5))
    assert report("succeeded", run="a01", finished_at=moment(4)).event.occurrence == "succeeded"
    assert report("succeeded", run="c9d", finished_at=moment(6)).event.occurrence == "recovered"
    assert report("succeeded", run="d11", finished_at=moment(5.5)).event.occurrence == "succeeded"


@pytest.mark.parametrize("differs", [{"task": "deploy"}, {"branch": "dev"}])
def test_another_task_or_branch_has_its_own_history(report, differs):
    report("failed", run="1", task="build", branch="main")
    said = {"task": "build", "branch": "main"} | differs
    assert report("succeeded", run="2", **said).event.occurrence == "succeeded"


def test_another_pipeline_has_its_own_history(report, web, shop):
    other = type(web).objects.create(team=shop, identifier="api", name="Api")
    report("failed", run="1")
    assert report("succeeded", run="2", pipeline=other).event.occurrence == "succeeded"


def test_the_result_before_is_kept_with_the_event(report):
    report("failed", run="1")
    assert report("running", run="2").event.previous_status == "failed"


def test_a_step_that_chose_both_sends_one_message_the_recovery(add_step, report):
    add_step(events=["succeeded", "recovered"], language="en")
    report("failed", run="1")
    (delivery,) = report("succeeded", run="2").deliveries
    assert "Recovered" in delivery.body["markdown"]["content"]


def test_a_step_that_chose_successes_alone_is_told_a_success(add_step, report):
    add_step(events=["succeeded"], language="en")
    report("failed", run="1")
    (delivery,) = report("succeeded", run="2").deliveries
    assert "Recovered" not in delivery.body["markdown"]["content"]
    assert delivery.digest["occurrence"] == "succeeded"


def test_a_step_that_chose_recoveries_alone_is_silent_about_plain_successes(add_step, why):
    add_step(events=["recovered"])
    assert [why("succeeded", run="1"), why("failed", run="2"), why("succeeded", run="3")] == [
        ["event"],
        ["event"],
        ["matched"],
    ]


def test_only_changes_are_told_where_that_was_asked(add_step, why):
    add_step(events=["failed", "succeeded"], only_on_change=True)
    results = ["failed", "failed", "canceled", "failed", "succeeded", "succeeded", "failed"]
    told = [why(status, run=str(number))[0] for number, status in enumerate(results)]
    assert told == ["matched", "unchanged", "event", "unchanged", "matched", "unchanged", "matched"]


def test_a_second_cancellation_is_no_change(add_step, why):
    add_step(events=["canceled", "skipped"], only_on_change=True)
    results = ["failed", "canceled", "canceled", "skipped"]
    told = [why(status, run=str(number))[0] for number, status in enumerate(results)]
    assert told == ["event", "matched", "unchanged", "matched"]


def test_changes_are_right_when_events_come_out_of_order(add_step, why):
    add_step(only_on_change=True)
    assert why("failed", run="3") == ["matched"]
    assert why("succeeded", run="2") == ["event"]
    assert why("failed", run="4") == ["unchanged"]
    assert why("failed", run="1") == ["matched"]


@pytest.mark.parametrize("run", ["", "v1", "1.2", "-3", "1" * 19, "１２"])
def test_what_is_no_plain_number_orders_by_time(run):
    assert run_number(run) is None

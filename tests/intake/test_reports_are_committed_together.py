"""Who reports while another report is being committed is committed with the next group."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, OperationalError

from notifications import intake
from notifications.clockwork.combining import Combined
from notifications.incoming import Incoming
from notifications.models import Event, Pipeline
from notifications.reports import Report
from tests.intake.at_once import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("turn")]


def report_of(pipeline, run):
    report = Report(source="api", pipeline="web", run=str(run), status="failed")
    return intake.receive(report, pipeline=pipeline, reporter="token ci")


def test_all_that_wait_are_one_group(turn, web, add_step):
    add_step()
    works = [lambda run=run: report_of(web, run) for run in range(8)]
    receipts = all_at_once(turn, intake._combined._line, *works)
    assert [receipt.event.run for receipt in receipts] == [*"01234567"]
    assert [len(receipt.deliveries) for receipt in receipts] == [1] * 8
    assert Event.objects.values("received_at").distinct().count() == 1


def test_what_is_wrong_with_one_is_its_own(turn, web, shop):
    gone = Pipeline(pk=web.pk + 1, team=shop, identifier="gone")
    works = [lambda: report_of(web, 1), lambda: report_of(gone, 2), lambda: report_of(web, 3)]
    first, second, third = all_at_once(turn, intake._combined._line, *works)
    assert (first.event.run, type(second), third.event.run) == ("1", IntegrityError, "3")
    assert [*Event.objects.order_by("pk").values_list("run", flat=True)] == ["1", "3"]


def test_a_database_that_is_away_is_away_for_the_whole_group_and_no_longer(turn):
    groups = []

    def work(group):
        groups.append(list(group))
        if len(groups) == 1:
            raise OperationalError("away")
        return [each * 10 for each in group]

    combined = Combined(work, most=3)
    works = [lambda number=number: combined.ask(number) for number in range(5)]
    found = all_at_once(turn, combined._line, *works)
    assert groups == [[0, 1, 2], [3, 4]]
    assert [str(each) for each in found] == ["away", "away", "away", "30", "40"]
    assert combined.ask(7) == 70


def test_an_answer_too_few_leaves_nobody_waiting(turn):
    combined = Combined(lambda group: [each * 10 for each in group][1:], most=3)
    works = [lambda number=number: combined.ask(number) for number in range(4)]
    found = all_at_once(turn, combined._line, *works)
    assert [type(each) for each in found] == [ValueError] * 4


def test_over_two_hundred_are_several_transactions(web):
    outcomes = intake.receive_many(
        [
            Incoming(
                report=Report(source="api", pipeline="web", run=str(run), status="running"),
                pipeline=web,
                reporter="ci",
            )
            for run in range(250)
        ]
    )
    assert [outcome.event.run for outcome in outcomes] == [str(run) for run in range(250)]
    assert Event.objects.values("received_at").distinct().count() == 2


def test_who_asks_for_much_leaves_room_for_who_fits_beside_it(turn):
    groups = []

    def work(group):
        groups.append(list(group))
        return group

    combined = Combined(work, most=5, weight=lambda asked: asked)
    works = [lambda number=number: combined.ask(number) for number in (3, 2, 4, 2, 9, 1)]
    assert all_at_once(turn, combined._line, *works) == [3, 2, 4, 2, 9, 1]
    assert groups == [[3, 2], [4], [2], [9], [1]]

"""The log is filtered by its address and goes on by cursor."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.models import Delivery, Pipeline
from notifications.views import deliveries as view
from tests.pages.reading import links, main


@pytest.fixture
def log(step, report):
    """Three deliveries: #1 dead with 93000, #2 sent, #3 waiting."""
    made = [report(run=str(run), task="build").deliveries[0] for run in (1, 2, 3)]
    Delivery.objects.filter(pk=made[0].pk).update(state="dead", errcode=93000, attempts_count=2)
    Delivery.objects.filter(pk=made[1].pk).update(state="sent", errcode=0, attempts_count=1)
    return made


def runs(answer):
    return [subject for _delivery, subject in answer.context["rows"]]


def test_the_newest_stands_first_with_its_facts(as_user, bob, log):
    page = as_user(bob).get("/deliveries/")

    assert runs(page) == ["Web portal #3", "Web portal #2", "Web portal #1"]
    assert "Web portal #1 build Not delivered Failures Ops group 93000 2 attempts" in main(page)
    assert f"/deliveries/{log[0].pk}/" in links(page)


def test_strangers_find_nothing(as_user, charlie, log):
    assert runs(as_user(charlie).get("/deliveries/")) == []


FILTERS = [
    ({"state": "dead"}, ["#1"]),
    ({"state": "unsent"}, ["#1"]),
    ({"state": "pending"}, ["#3"]),
    ({"errcode": "93000"}, ["#1"]),
    ({"errcode": "0"}, ["#2"]),
    ({"pipeline": "shop/web"}, ["#3", "#2", "#1"]),
    ({"q": "#2"}, ["#2"]),
    ({"q": "portal"}, ["#3", "#2", "#1"]),
    ({"q": "failures"}, ["#3", "#2", "#1"]),
    ({"q": "ops"}, ["#3", "#2", "#1"]),
    ({"q": "zzz"}, []),
    ({"period": "1h"}, ["#3", "#2", "#1"]),
    ({"state": "dead", "errcode": "0"}, []),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_a_filter_narrows_the_log(as_user, bob, log, query, expected):
    answer = as_user(bob).get("/deliveries/", query)

    assert runs(answer) == [f"Web portal {run}" for run in expected]


def test_older_ones_fall_out_of_a_period(as_user, bob, log):
    Delivery.objects.filter(pk=log[0].pk).update(created_at=timezone.now() - timedelta(hours=2))

    assert runs(as_user(bob).get("/deliveries/?period=1h")) == ["Web portal #3", "Web portal #2"]


def test_one_rules_and_one_credentials_deliveries(as_user, bob, log, step, ops):
    client = as_user(bob)

    of_step = client.get(f"/deliveries/?step={step.pk}")
    of_credential = client.get(f"/deliveries/?credential={ops.pk}")

    assert "Rule: Failures Show every rule" in main(of_step)
    assert "Credential: Ops group Show every credential" in main(of_credential)
    assert len(runs(of_step)) == len(runs(of_credential)) == 3
    assert runs(client.get(f"/deliveries/?step={step.pk + 1}")) == []


NONSENSE = [
    {"state": "exploded"},
    {"errcode": "abc"},
    {"errcode": "9" * 30},
    {"period": "1y"},
    {"pipeline": "other/api"},
    {"step": "x"},
    {"step": "9" * 30},
    {"credential": "x"},
    {"q": "x" * 101},
]


@pytest.mark.parametrize("query", NONSENSE)
def test_a_filter_that_makes_no_sense_is_left_out_and_named(as_user, bob, log, other, query):
    Pipeline.objects.create(team=other, identifier="api", name="Their API")

    answer = as_user(bob).get("/deliveries/", query)

    assert answer.status_code == 200
    assert len(runs(answer)) == 3
    assert "Left out, because it cannot be read:" in main(answer)


def test_what_was_sent_again_is_unsent_no_more(as_user, bob, log):
    log[0].refresh_from_db()
    log[0].redeliver(by=bob)

    assert runs(as_user(bob).get("/deliveries/?state=unsent")) == []


def test_the_log_goes_on_by_cursor_and_keeps_its_filters(as_user, bob, log, monkeypatch):
    monkeypatch.setattr(view, "ROWS_PER_PAGE", 2)
    client = as_user(bob)

    first = client.get("/deliveries/?pipeline=shop/web")
    (older,) = [href for href in links(first) if "cursor=" in href]
    second = client.get(f"/deliveries/{older}")

    assert runs(first) == ["Web portal #3", "Web portal #2"]
    assert runs(second) == ["Web portal #1"]
    assert "pipeline=shop%2Fweb" in older


@pytest.mark.parametrize("cursor", ["x", "!!", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_a_cursor_nobody_gave_out_shows_the_first_page_and_says_so(as_user, bob, log, cursor):
    page = as_user(bob).get("/deliveries/", {"cursor": cursor})

    assert runs(page) == runs(as_user(bob).get("/deliveries/"))
    assert "That page of the list does not exist: this is the first one." in page.content.decode()


def test_an_empty_log_says_what_will_stand_there(as_user, bob):
    said = (
        "Nothing was owed to a group yet. A delivery appears here when an event matches a rule, "
        "or when you send a test."
    )
    assert said in main(as_user(bob).get("/deliveries/"))


def test_a_filtered_empty_log_leads_back(as_user, bob, log):
    page = as_user(bob).get("/deliveries/?state=held")

    assert "No delivery passes these filters. Show all" in main(page)

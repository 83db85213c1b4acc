"""The home page lists rules as sentences, a pipeline's beside its team's, with filters in the address."""

from __future__ import annotations

import pytest

from notifications.models import Pipeline, Step
from notifications.views import step_list
from tests.pages.reading import links, main


@pytest.fixture
def team_wide(shop, ops, step):
    return Step.objects.create(team=shop, name="Everything", credential=ops, events=["failed", "recovered"])


def names(answer):
    return [row.step.name for row in answer.context["rows"]]


def test_a_rule_is_a_sentence(as_user, bob, step):
    step.task, step.events = "build", ["failed", "recovered"]
    step.mention_users, step.mention_all, step.mention_trigger_user = ["lilei"], True, True
    step.save()

    said = "Web portal / build · Failed, Recovered → Ops group, @everyone, @lilei, @whoever triggered it"
    assert said in main(as_user(bob).get("/"))


def test_a_team_wide_rule_says_so(as_user, bob, team_wide):
    assert "All pipelines of Shop · Failed, Recovered → Ops group" in main(as_user(bob).get("/"))


def test_only_rules_of_my_teams_are_listed(as_user, charlie, step):
    assert names(as_user(charlie).get("/")) == []


def test_the_last_delivery_stands_in_the_row(as_user, bob, step, report):
    assert "none yet" in main(as_user(bob).get("/"))
    report(run="1")
    (last,) = report(run="2").deliveries

    page = as_user(bob).get("/")

    assert "Waiting" in main(page)
    assert f"/deliveries/{last.pk}/" in links(page)


def test_a_pipelines_rules_stand_beside_those_of_its_team(as_user, bob, shop, ops, step, team_wide):
    api = Pipeline.objects.create(team=shop, identifier="api", name="API")
    Step.objects.create(team=shop, pipeline=api, name="API only", credential=ops)

    answer = as_user(bob).get("/?pipeline=shop/web")

    assert names(answer) == ["Everything", "Failures"]
    assert "/steps/new/?pipeline=shop%2Fweb" in links(answer)


@pytest.mark.parametrize("words", ["fail", "WEB", "web portal", "build", "ops"])
def test_a_search_finds_rule_pipeline_task_and_credential(as_user, bob, step, team_wide, words):
    step.task = "build"
    step.save()

    assert "Failures" in names(as_user(bob).get("/", {"q": words}))


def test_a_search_that_finds_nothing_leads_back(as_user, bob, step):
    answer = as_user(bob).get("/?q=zzz")

    assert "No rule passes these filters. Show all" in main(answer)


@pytest.mark.parametrize("name", ["other/api", "shop", "shop/none", "x" * 300])
def test_a_pipeline_that_is_not_mine_is_left_out_and_named(as_user, bob, step, other, name):
    Pipeline.objects.create(team=other, identifier="api", name="Their API")

    answer = as_user(bob).get("/", {"pipeline": name})

    assert names(answer) == ["Failures"]
    assert f"Left out, because it cannot be read: Pipeline: No pipeline of yours is called {name}." in main(
        answer
    )


def test_a_long_list_goes_on_by_cursor(as_user, bob, shop, ops, monkeypatch):
    monkeypatch.setattr(step_list, "ROWS_PER_PAGE", 2)
    for name in ("b", "a", "d", "c", "a"):
        Step.objects.create(team=shop, name=name, credential=ops)
    client = as_user(bob)

    first = client.get("/")
    second = client.get(f"/?cursor={first.context['next']}")
    third = client.get(f"/?cursor={second.context['next']}")

    assert [names(first), names(second), names(third)] == [["a", "a"], ["b", "c"], ["d"]]
    assert third.context["next"] is None


@pytest.mark.parametrize("cursor", ["x", "-1", "999999", "9" * 40, "²"])
def test_a_cursor_nobody_gave_out_is_404(as_user, bob, step, cursor):
    assert as_user(bob).get("/", {"cursor": cursor}).status_code == 404


def test_the_switch_turns_a_rule_off_and_on_and_keeps_the_filters(as_user, bob, step):
    client = as_user(bob)

    answer = client.post(f"/steps/{step.pk}/activation/?q=fail")
    assert answer["Location"] == "/?q=fail"
    assert not Step.objects.get().is_enabled

    client.post(f"/steps/{step.pk}/activation/", {"is_enabled": "on"})
    assert Step.objects.get().is_enabled


def test_a_viewer_sees_the_state_without_a_switch(as_user, vera, step):
    page = as_user(vera).get("/").content.decode()

    assert "activation" not in page
    assert "New rule" not in page


def test_an_empty_list_says_what_a_rule_is(as_user, bob, shop):
    said = "No rule yet. A rule says which event of which pipeline tells which group what. New rule"
    assert said in main(as_user(bob).get("/"))

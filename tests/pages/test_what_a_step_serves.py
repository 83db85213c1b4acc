"""A rule serves one pipeline or all of its team's, and never leaves its team."""

from __future__ import annotations

from notifications.models import Pipeline, Step
from tests.pages.reading import chosen, errors_at, options


def test_a_rule_serves_one_pipeline(as_user, bob, web, fill):
    as_user(bob).post("/steps/new/", fill(serves=f"pipeline:{web.pk}"))

    assert Step.objects.get().pipeline == web


def test_a_rule_serves_the_whole_team(as_user, bob, shop, fill):
    as_user(bob).post("/steps/new/", fill(serves=f"team:{shop.pk}"))

    made = Step.objects.get()
    assert (made.team, made.pipeline) == (shop, None)


def test_a_saved_rule_moves_between_them(as_user, bob, step, shop, fill):
    as_user(bob).post(f"/steps/{step.pk}/", fill(serves=f"team:{shop.pk}"))
    step.refresh_from_db()
    assert step.pipeline is None

    page = as_user(bob).get(f"/steps/{step.pk}/")
    assert chosen(page, "serves") == f"team:{shop.pk}"


def test_the_choices_are_the_pipelines_of_teams_one_may_write_for(as_user, bob, web, other):
    Pipeline.objects.create(team=other, identifier="api", name="Their API")

    page = as_user(bob).get("/steps/new/")

    assert options(page, "serves") == ["Choose a pipeline", "Web portal", "All pipelines of Shop"]


def test_a_foreign_pipeline_is_no_choice(as_user, bob, other, fill):
    theirs = Pipeline.objects.create(team=other, identifier="api", name="Their API")

    answer = as_user(bob).post("/steps/new/", fill(serves=f"pipeline:{theirs.pk}"))

    assert answer.status_code == 422
    assert errors_at(answer, "serves") == [
        f"Select a valid choice. pipeline:{theirs.pk} is not one of the available choices."
    ]


def test_a_saved_rule_stays_in_its_team_even_for_administrators(as_user, root, step, other, fill):
    answer = as_user(root).post(f"/steps/{step.pk}/", fill(serves=f"team:{other.pk}"))

    assert answer.status_code == 422
    step.refresh_from_db()
    assert step.team.slug == "shop"


def test_a_pipelines_page_leads_to_a_form_with_it_chosen(as_user, bob, web):
    page = as_user(bob).get("/steps/new/?pipeline=shop/web")

    assert chosen(page, "serves") == f"pipeline:{web.pk}"


def test_an_address_that_names_no_pipeline_of_mine_chooses_none(as_user, bob, web, other):
    Pipeline.objects.create(team=other, identifier="api", name="Their API")

    page = as_user(bob).get("/steps/new/?pipeline=other/api")

    assert page.status_code == 200
    assert page.context["form"].initial["serves"] == ""

from __future__ import annotations

import pytest

from notifications.models import Pipeline
from teams.models import AuditEntry

pytestmark = pytest.mark.django_db

NEW = {"team": "shop", "identifier": "web-portal", "name": " Web portal "}


def test_an_editor_creates_a_pipeline(api_of, bob):
    answer = api_of(bob).post("/pipelines", NEW)

    made = answer.json()
    assert answer.status_code == 201
    assert isinstance(made.pop("id"), str)
    assert made.pop("muted_until") is None
    assert made.pop("created_at")
    assert made == {
        "team": "shop",
        "identifier": "web-portal",
        "full_name": "shop/web-portal",
        "name": "Web portal",
    }
    entry = AuditEntry.objects.get(verb="pipeline.created")
    assert (entry.actor, entry.target) == (bob, "pipeline shop/web-portal")


def test_an_identifier_is_unique_in_its_team(api_of, bob):
    api_of(bob).post("/pipelines", NEW)
    answer = api_of(bob).post("/pipelines", NEW)

    assert answer.status_code == 409
    assert answer.json()["detail"] == "Shop already has a pipeline web-portal."


def test_two_teams_may_use_one_identifier(api_of, root, shop, other):
    codes = [api_of(root).post("/pipelines", NEW | {"team": team}).status_code for team in ("shop", "other")]

    assert codes == [201, 201]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"identifier": "two words"}, "identifier"),
        ({"identifier": "a/b"}, "identifier"),
        ({"identifier": ""}, "identifier"),
        ({"identifier": 5}, "identifier"),
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": None}, "name"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_bad_member_is_named(api_of, bob, change, field):
    answer = api_of(bob).post("/pipelines", NEW | change)

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not Pipeline.objects.exists()


def test_a_pipeline_is_renamed(api_of, bob, web):
    answer = api_of(bob).patch("/pipelines/shop/web", {"name": "Shop front"})

    assert answer.status_code == 200
    assert answer.json()["name"] == "Shop front"
    entry = AuditEntry.objects.get(verb="pipeline.renamed")
    assert (entry.before["name"], entry.after["name"]) == ("Web portal", "Shop front")


def test_an_identifier_never_changes(api_of, bob, web):
    assert api_of(bob).patch("/pipelines/shop/web", {"identifier": "x"}).status_code == 400


def test_a_pipeline_is_deleted_with_its_steps(api_of, bob, step):
    assert api_of(bob).delete("/pipelines/shop/web").status_code == 204

    assert api_of(bob).get("/pipelines/shop/web").status_code == 404
    assert api_of(bob).get(f"/steps/{step.pk}").status_code == 404


def test_a_list_is_paged_and_narrowed_to_a_team(api_of, root, shop, other):
    for team, identifier in ((shop, "a"), (shop, "b"), (other, "c")):
        team.pipelines.create(identifier=identifier, name=identifier)
    api = api_of(root)

    first = api.get("/pipelines?team=shop&limit=1").json()
    rest = api.get(f"/pipelines?team=shop&limit=1&cursor={first['next']}").json()

    assert [row["identifier"] for row in (*first["items"], *rest["items"])] == ["b", "a"]
    assert rest["next"] is None


def test_everybody_lists_their_own_teams_only(api_of, vera, charlie, web):
    assert [row["full_name"] for row in api_of(vera).get("/pipelines").json()["items"]] == ["shop/web"]
    assert api_of(charlie).get("/pipelines").json() == {"items": [], "next": None}


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "cursor=nonsense"])
def test_a_bad_parameter_is_400(api_of, bob, query):
    assert api_of(bob).get(f"/pipelines?{query}").status_code == 400


def test_cjk_identifiers_work_in_addresses(api_of, bob):
    api_of(bob).post("/pipelines", NEW | {"identifier": "网上商城"})

    assert api_of(bob).get("/pipelines/shop/网上商城").json()["identifier"] == "网上商城"

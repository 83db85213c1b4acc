from __future__ import annotations

import pytest

from notifications.models import Step
from teams.models import AuditEntry

pytestmark = pytest.mark.django_db

SIX = ["pipeline_name", "stage_name", "task_name", "triggered_by", "trigger_type", "task_url"]


@pytest.fixture
def new(web, credential):
    return {"pipeline": "shop/web", "name": "Failures", "credential": str(credential.pk)}


def test_a_step_has_the_documented_defaults(api_of, bob, new):
    answer = api_of(bob).post("/steps", new)

    made = answer.json()
    assert answer.status_code == 201
    assert made.pop("id") == str(Step.objects.get().pk)
    assert made.pop("muted_until") is None
    assert made.pop("created_at")
    assert made.pop("updated_at")
    assert made == new | {
        "team": "shop",
        "task": "",
        "events": ["failed"],
        "content_fields": SIX,
        "custom_content": "",
        "allow_custom_names": False,
        "mentions": {"users": [], "all": False, "trigger_user": False},
        "message_type": "markdown",
        "language": "zh-hans",
        "conditions": [],
        "only_on_change": False,
        "urgent": False,
        "enabled": True,
        "on_ambiguous": "resend",
    }


def test_the_language_is_the_teams_unless_given(api_of, bob, new, shop):
    shop.language = "ru"
    shop.save()

    api = api_of(bob)
    assert api.post("/steps", new).json()["language"] == "ru"
    assert api.post("/steps", new | {"language": "en"}).json()["language"] == "en"


def test_a_step_of_a_team_serves_all_of_its_pipelines(api_of, bob, new):
    made = api_of(bob).post("/steps", new | {"pipeline": None, "team": "shop"}).json()

    assert (made["pipeline"], made["team"]) == (None, "shop")


def test_every_member_is_kept_and_tidied(api_of, bob, new):
    made = api_of(bob).post(
        "/steps",
        new
        | {
            "task": " Build ",
            "events": ["recovered", "failed", "failed"],
            "content_fields": ["branch", "pipeline_name"],
            "custom_content": "分支：${BRANCH}\r\n${IMAGE}",
            "allow_custom_names": True,
            "mentions": {"users": ["@lilei", "hanmeimei", "lilei", "@all"], "trigger_user": True},
            "message_type": "text",
            "conditions": [{"variable": "${BRANCH}", "operator": "matches", "value": "release/*"}],
            "only_on_change": True,
            "urgent": True,
            "enabled": False,
            "on_ambiguous": "hold",
        },
    )

    step = made.json()
    assert made.status_code == 201
    assert (step["task"], step["events"]) == ("Build", ["failed", "recovered"])
    assert step["content_fields"] == ["pipeline_name", "branch"]
    assert step["custom_content"] == "分支：${BRANCH}\n${IMAGE}"
    assert step["mentions"] == {"users": ["lilei", "hanmeimei"], "all": True, "trigger_user": True}
    assert step["conditions"] == [{"variable": "BRANCH", "operator": "matches", "value": "release/*"}]
    assert (step["only_on_change"], step["urgent"], step["enabled"]) == (True, True, False)


def test_a_patch_changes_what_it_names(api_of, bob, step):
    changed = api_of(bob).patch(f"/steps/{step.pk}", {"name": "All", "mentions": {"all": True}}).json()

    assert (changed["name"], changed["mentions"]["all"]) == ("All", True)
    assert changed["language"] == "en"
    entry = AuditEntry.objects.get(verb="step.changed")
    assert (entry.before["name"], entry.after["name"]) == ("Failures", "All")


def test_a_put_gives_the_rest_its_defaults(api_of, bob, step, new):
    api_of(bob).patch(f"/steps/{step.pk}", {"urgent": True, "task": "Build"})

    replaced = api_of(bob).put(f"/steps/{step.pk}", new | {"name": "Again"}).json()

    assert (replaced["id"], replaced["name"]) == (str(step.pk), "Again")
    assert (replaced["urgent"], replaced["task"], replaced["language"]) == (False, "", "zh-hans")
    assert Step.objects.get().created_by == step.created_by


def test_a_step_becomes_the_teams_and_a_pipelines_again(api_of, bob, step):
    api = api_of(bob)

    assert api.patch(f"/steps/{step.pk}", {"pipeline": None}).json()["pipeline"] is None
    assert api.patch(f"/steps/{step.pk}", {"pipeline": "shop/web"}).json()["pipeline"] == "shop/web"


def test_a_step_never_moves_to_a_strangers_team(api_of, bob, step, other, charlie):
    other.pipelines.create(identifier="theirs", name="Theirs")

    assert api_of(bob).patch(f"/steps/{step.pk}", {"pipeline": "other/theirs"}).status_code == 404
    assert api_of(bob).patch(f"/steps/{step.pk}", {"team": "other"}).status_code == 404


def test_a_deleted_step_leaves_its_deliveries(api_of, bob, ci, step):
    ci.post("/events", {"run": "1", "status": "failed"})

    assert api_of(bob).delete(f"/steps/{step.pk}").status_code == 204

    (row,) = api_of(bob).get("/deliveries").json()["items"]
    assert row["step"] == {"id": None, "name": "Failures"}


def test_steps_are_listed_by_pipeline_and_team(api_of, root, step, other, charlie):
    api = api_of(root)

    assert len(api.get("/steps").json()["items"]) == 1
    assert len(api.get("/steps?pipeline=shop/web").json()["items"]) == 1
    assert len(api.get("/steps?team=shop").json()["items"]) == 1
    assert api.get("/steps?team=other").json()["items"] == []


def test_a_filter_nobody_sees_is_404(api_of, charlie, step):
    api = api_of(charlie)

    assert api.get("/steps").json()["items"] == []
    assert api.get("/steps?team=shop").status_code == 404
    assert api.get("/steps?pipeline=shop/web").status_code == 404

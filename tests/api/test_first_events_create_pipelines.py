from __future__ import annotations

import pytest

from notifications.models import Event, Pipeline
from teams.models import AuditEntry

pytestmark = pytest.mark.django_db

RULE = "An identifier has 1 to 100 characters, without spaces, slashes, ?, #, % and backslashes."
FAILED = {"run": "1", "status": "failed", "pipeline": "new"}


def test_a_teams_token_creates_the_pipeline(token_of, shop):
    answer = token_of(team=shop).post("/events", FAILED | {"pipeline_display_name": "新的"})

    made = Pipeline.objects.get()
    assert answer.status_code == 202
    assert (made.full_name, made.name) == ("shop/new", "新的")
    entry = AuditEntry.objects.get(verb="pipeline.created")
    assert entry.actor_name.startswith("token CI · …")


def test_the_steps_of_the_team_serve_it_at_once(token_of, shop, step):
    step.pipeline = None
    step.save()

    answer = token_of(team=shop).post("/events", FAILED)

    assert len(answer.json()["deliveries"]) == 1


def test_a_token_that_may_not_create_gets_404(token_of, shop):
    answer = token_of(team=shop, creates_pipelines=False).post("/events", FAILED)

    assert answer.status_code == 404
    assert answer.json()["detail"] == (
        "Shop has no pipeline new, and this token or hook may not create one: create it first."
    )
    assert not Pipeline.objects.exists()


@pytest.mark.parametrize("name", ["two words", "a/b/c", "what?", "..", "x" * 101])
def test_what_can_be_no_identifier_is_400(token_of, shop, name):
    answer = token_of(team=shop).post("/events", FAILED | {"pipeline": name})

    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {
            "field": "pipeline",
            "message": RULE,
        }
    ]
    assert not Event.objects.exists()


def test_another_teams_pipeline_of_the_same_name_stays_apart(token_of, shop, other, charlie):
    theirs = Pipeline.add(team=other, identifier="new", name="Theirs", by=charlie)

    token_of(team=shop).post("/events", FAILED)

    assert not theirs.events.exists()
    assert shop.pipelines.get().events.count() == 1


def test_a_later_event_renames_nothing(token_of, web, shop):
    token_of(team=shop).post("/events", FAILED | {"pipeline": "web", "pipeline_display_name": "Other"})

    web.refresh_from_db()
    assert web.name == "Web portal"

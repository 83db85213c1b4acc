from __future__ import annotations

import uuid

import pytest

from notifications.models import Step

pytestmark = pytest.mark.django_db

REQUIRED = "This is required."
NOT_SHARED = "This credential is disabled, or not shared with Shop. Choose another or ask an administrator."


@pytest.fixture
def new(web, credential):
    return {"pipeline": "shop/web", "name": "Failures", "credential": str(credential.pk)}


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"name": " "}, "name", REQUIRED),
        ({"credential": ""}, "credential", REQUIRED),
        ({"credential": str(uuid.uuid4())}, "credential", NOT_SHARED),
        ({"credential": "5"}, "credential", NOT_SHARED),
        ({"events": []}, "events", "Choose at least one event."),
        (
            {"events": ["exploded"]},
            "events",
            (
                "exploded is not known here. Choose from: started, succeeded, failed, canceled, skipped,"
                " waiting, recovered."
            ),
        ),
        (
            {"message_type": "news"},
            "message_type",
            "news is not known here. Choose from: markdown, markdown_v2, text.",
        ),
        ({"language": "fr"}, "language", "fr is not known here. Choose from: zh-hans, en, ru."),
        (
            {"on_ambiguous": "drop"},
            "on_ambiguous",
            "drop is not known here. Choose from: resend, hold.",
        ),
        (
            {"custom_content": "${BRANCHH}"},
            "custom_content",
            "${BRANCHH} is not known. Did you mean ${BRANCH}?",
        ),
        (
            {"custom_content": "${QQQQQQ}"},
            "custom_content",
            "${QQQQQQ} is not known. If your pipeline sends it, allow custom names.",
        ),
        (
            {"custom_content": "x" * 8001},
            "custom_content",
            "This has 8001 characters; at most 8000 are kept: shorten it.",
        ),
        (
            {"mentions": {"users": ["李雷", "lilei"]}},
            "mentions",
            "李雷: this is no user_id. Find it in WeCom's administration: 通讯录 → the member → 帐号.",
        ),
        (
            {"mentions": {"users": [f"user{n}" for n in range(51)]}},
            "mentions",
            "At most 50 people can be mentioned; use “all” for everybody.",
        ),
        (
            {"conditions": [{"variable": "BRANHC", "operator": "equals", "value": "x"}]},
            "conditions.0.variable",
            "${BRANHC} is not known. Did you mean ${BRANCH}?",
        ),
        (
            {"conditions": [{"variable": "a b", "operator": "equals", "value": "x"}]},
            "conditions.0.variable",
            "Name a variable, such as BRANCH.",
        ),
        (
            {"conditions": [{"variable": "BRANCH", "operator": "like", "value": "x"}]},
            "conditions.0.operator",
            "like is not known here. Choose from: equals, not_equals, starts_with, contains, matches.",
        ),
        (
            {"conditions": [{"variable": "BRANCH", "operator": "equals", "value": "x" * 301}]},
            "conditions.0.value",
            "A value has at most 300 characters.",
        ),
        ({"task": "x\u0000"}, "task", "A text holds no NUL character."),
        ({"colour": "red"}, "colour", "This is not known here."),
        ({"id": "1"}, "id", "This is not known here."),
        ({"mentions": {"everybody": True}}, "mentions.everybody", "This is not known here."),
        ({"pipeline": "web"}, "pipeline", "Name the pipeline as team/identifier, such as shop/web-portal."),
        (
            {"pipeline": None},
            "pipeline",
            "Name a pipeline, or a team whose pipelines the step serves.",
        ),
    ],
)
def test_a_bad_member_is_named_and_nothing_is_stored(api_of, bob, new, change, field, message):
    answer = api_of(bob).post("/steps", new | change)

    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"field": field, "message": message}]
    assert not Step.objects.exists()


def test_a_credential_of_another_team_is_refused_like_one_that_does_not_exist(
    api_of, bob, new, foreign_credential
):
    answer = api_of(bob).post("/steps", new | {"credential": str(foreign_credential.pk)})

    assert answer.json()["errors"] == [{"field": "credential", "message": NOT_SHARED}]


def test_a_disabled_credential_is_refused(api_of, bob, new, credential):
    credential.is_enabled = False
    credential.save()

    assert api_of(bob).post("/steps", new).json()["errors"][0]["message"] == NOT_SHARED


def test_a_pipeline_of_another_team_than_named_is_refused(api_of, root, new, other):
    answer = api_of(root).post("/steps", new | {"team": "other"})

    assert answer.json()["errors"] == [{"field": "team", "message": "The pipeline belongs to another team."}]


def test_names_of_ones_own_are_allowed_on_request(api_of, bob, new):
    body = new | {"custom_content": "${IMAGE} $${BRANCHH}", "allow_custom_names": True}

    assert api_of(bob).post("/steps", body).status_code == 201


def test_a_bad_patch_leaves_the_step_as_it_was(api_of, bob, step):
    answer = api_of(bob).patch(f"/steps/{step.pk}", {"name": "New", "events": []})

    step.refresh_from_db()
    assert answer.status_code == 400
    assert step.name == "Failures"

"""Teams, credentials, pipelines and steps: create, read, change, delete, and what is never shown."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.contract


def test_a_list_has_items_and_next(admin, team):
    answer = admin("GET", "/teams?limit=1").json()

    assert len(answer["items"]) == 1
    assert "next" in answer


def test_a_team_is_created_renamed_and_deleted(admin, team):
    assert admin("PATCH", f"/teams/{team}", {"name": "Mobile"}).json()["name"] == "Mobile"
    assert admin("DELETE", f"/teams/{team}").status_code == 204
    assert admin("GET", f"/teams/{team}").status_code == 404


def test_a_credential_never_shows_its_key(admin, credential, key):
    listed = admin("GET", "/credentials")
    single = admin("GET", f"/credentials/{credential['id']}")

    assert credential["key_hint"] == key[-4:]
    assert key not in str(credential) + listed.text + single.text


def test_a_credential_in_use_cannot_be_deleted(admin, credential, step):
    answer = admin("DELETE", f"/credentials/{credential['id']}")

    assert answer.status_code == 409
    assert "Failures" in answer.text


def test_a_key_is_replaced_in_place(admin, credential, robot):
    answer = admin("PUT", f"/credentials/{credential['id']}/key", {"webhook_url": "brand-new-key-9876"})

    assert answer.status_code == 200, answer.text
    assert answer.json()["key_hint"] == "9876"


def test_a_host_that_is_no_endpoint_is_refused(admin, team):
    body = {
        "name": "x",
        "webhook_url": "https://example.com/cgi-bin/webhook/send?key=abcdefgh1",
        "teams": [team],
    }

    answer = admin("POST", "/credentials", body)

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["webhook_url"]
    assert "abcdefgh1" not in answer.text


def test_an_identifier_is_unique_in_its_team(admin, pipeline, team):
    answer = admin("POST", "/pipelines", {"team": team, "identifier": "web-portal", "name": "Again"})

    assert answer.status_code == 409


def test_a_step_has_the_documented_defaults(step, credential):
    assert step["events"] == ["failed"]
    assert step["content_fields"] == [
        "pipeline_name",
        "stage_name",
        "task_name",
        "triggered_by",
        "trigger_type",
        "task_url",
    ]
    assert step["mentions"] == {"users": [], "all": False, "trigger_user": False}
    assert (step["message_type"], step["language"]) == ("markdown", "zh-hans")
    assert (step["enabled"], step["urgent"], step["only_on_change"]) == (True, False, False)
    assert step["on_ambiguous"] == "resend"
    assert step["credential"] == credential["id"]


def test_an_unknown_variable_is_refused_with_the_nearest_known_one(admin, step):
    answer = admin("PATCH", f"/steps/{step['id']}", {"custom_content": "${BRANCHH}"})

    assert answer.status_code == 400
    assert "BRANCH" in answer.json()["errors"][0]["message"]


def test_an_unknown_member_is_refused(admin, team):
    answer = admin("POST", "/pipelines", {"team": team, "identifier": "x", "name": "X", "colour": "red"})

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "path",
    ["/teams/none", "/credentials/none", "/pipelines/none/none", "/steps/0", "/events/0", "/deliveries/0"],
)
def test_what_does_not_exist_is_404(admin, path):
    answer = admin("GET", path)

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_the_api_describes_itself(admin, product):
    document = admin("GET", "/openapi.json").json()

    assert document["openapi"].startswith("3.1")
    assert "/api/v1/events" in document["paths"]

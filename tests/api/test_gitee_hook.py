from __future__ import annotations

import json
import time

import pytest

from notifications.models import Event, Hook, Pipeline
from notifications.sources.gitee_signing import signature
from sealing.secret import Secret
from tests.sources.conftest import corpus, notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def hook_of(api_of, alice, keyring):
    """Make a hook over the API: its answer, with `url` and `secret`."""

    def make(path="/pipelines/shop/web/hooks", **how):
        answer = api_of(alice).post(path, {"source": "gitee"} | how)
        assert answer.status_code == 201, answer.content
        return answer.json()

    return make


@pytest.fixture
def send(client):
    """Post a notice to a hook, signed now as Gitee does."""

    def sent(hook, body, *, secret=None, **headers):
        timestamp = str(int(time.time() * 1000))
        signed = signature(timestamp, Secret(secret or hook["secret"]))
        signing = {"X-Gitee-Token": signed, "X-Gitee-Timestamp": timestamp}
        path = hook["url"].removeprefix("http://127.0.0.1:8000")
        data = body if isinstance(body, bytes) else json.dumps(body)
        return client.post(path, data, content_type="application/json", headers=signing | headers)

    return sent


def test_a_signed_notice_is_accepted_and_fires(web, step, hook_of, send):
    answer = send(hook_of(), notice())

    event = Event.objects.get()
    assert answer.status_code == 202
    assert answer.json()["id"] == str(event.pk)
    assert [owed["step"] for owed in answer.json()["deliveries"]] == [str(step.pk)]
    assert (event.source, event.status, event.task, event.pipeline) == ("gitee", "failed", "java构建", web)
    assert event.reporter == f"hook gitee · {Hook.objects.get().public_id}"


def test_the_password_mode_is_accepted_too(web, hook_of, send):
    hook = hook_of()

    answer = send(hook, notice(), **{"X-Gitee-Token": hook["secret"], "X-Gitee-Timestamp": "1"})

    assert answer.status_code == 202


def test_a_wrong_secret_is_401_and_stores_nothing(web, hook_of, send):
    answer = send(hook_of(), notice(), secret="another")

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"] == (
        "X-Gitee-Token does not fit this hook's secret: enter it in Gitee again."
    )
    assert not Event.objects.exists()


def test_the_body_is_not_read_before_the_signature(web, hook_of, send):
    hook = hook_of()

    assert send(hook, b"not json", secret="another").status_code == 401
    assert send(hook, b"not json").status_code == 400


def test_a_repositorys_hook_is_ignored(web, hook_of, send):
    answer = send(hook_of(), {"ref": "refs/heads/main"}, **{"X-Gitee-Event": "Push Hook"})

    assert answer.status_code == 200
    assert answer.json() == {"ignored": "Push Hook tells of no pipeline's result: nothing was stored."}
    assert not Event.objects.exists()


def test_an_unknown_status_is_stored_and_fires_nothing(web, step, hook_of, send):
    answer = send(hook_of(), notice(statusCode="TIMEOUT"))

    assert answer.status_code == 202
    assert (answer.json()["status"], answer.json()["deliveries"]) == ("unknown", [])
    assert Event.objects.get().status_text == "TIMEOUT"


def test_an_incomplete_notice_names_the_member(web, hook_of, send):
    answer = send(hook_of(), notice(buildNumber=None))

    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {"field": "job.buildNumber", "message": "This is required and must be a text or a number."}
    ]


def test_a_teams_hook_creates_the_pipeline(shop, hook_of, send):
    assert send(hook_of("/teams/shop/hooks"), notice()).status_code == 202

    made = Pipeline.objects.get()
    assert (made.full_name, made.name) == ("shop/183", "网上商城")


def test_a_teams_hook_finds_the_pipeline_by_gitees_identifier(web, hook_of, send):
    body = notice()
    body["globalParams"] = [{"key": "GITEE_PIPELINE_NAME", "value": "web"}]

    send(hook_of("/teams/shop/hooks"), body)

    assert Event.objects.get().pipeline == web


def test_a_teams_hook_that_may_not_create_gets_404(shop, hook_of, send):
    answer = send(hook_of("/teams/shop/hooks", creates_pipelines=False), notice())

    assert answer.status_code == 404
    assert answer.json()["detail"] == (
        "Shop has no pipeline 183, and this token or hook may not create one: create it first."
    )


def test_a_revoked_or_unknown_hook_is_404(web, alice, hook_of, send):
    hook = hook_of()
    Hook.objects.get().revoke(by=alice)

    assert send(hook, notice()).status_code == 404
    assert send(hook | {"url": "/api/v1/hooks/gitee/0000000000000000"}, notice()).status_code == 404
    assert send(hook | {"url": f"/api/v1/hooks/other/{hook['id']}"}, notice()).status_code == 404


def test_a_missing_keyring_is_503_and_names_the_next_step(web, hook_of, send, settings, tmp_path):
    hook = hook_of()
    settings.KEYRING_FILE = tmp_path / "gone.json"

    answer = send(hook, notice())

    assert answer.status_code == 503
    assert "The hook's secret cannot be opened here" in answer.json()["detail"]


def test_the_secret_stands_in_no_column(web, hook_of):
    hook = hook_of()

    stored = Hook.objects.values().get()
    assert hook["secret"] not in str(stored)


@pytest.mark.parametrize("name", ["SUCC", "FAIL"])
def test_the_documented_notice_is_accepted(web, hook_of, send, name):
    answer = send(hook_of(), corpus(f"samples/gitee/giteepipeline_{name}.json"))

    assert answer.status_code == 202


def test_over_256_kib_is_413(web, hook_of, send):
    answer = send(hook_of(), notice() | {"x": "x" * (256 * 1024)})

    assert answer.status_code == 413

from __future__ import annotations

import pytest

from notifications.models import Hook, Token
from notifications.sources import SOURCES
from sealing.tokens import digest, is_well_formed
from teams.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("web", "keyring")]

PIPELINE, TEAM = "/pipelines/shop/web", "/teams/shop"


@pytest.mark.parametrize(("path", "whose"), [(PIPELINE, "shop/web"), (TEAM, None)])
def test_a_token_is_shown_once(api_of, bob, path, whose):
    made = api_of(bob).post(f"{path}/tokens", {"name": "CI"})
    listed = api_of(bob).get(f"{path}/tokens")

    token = made.json()
    assert made.status_code == 201
    assert is_well_formed(token["token"])
    assert (token["name"], token["team"], token["pipeline"]) == ("CI", "shop", whose)
    assert token["hint"] == token["token"][-4:]
    assert [row["id"] for row in listed.json()["items"]] == [token["id"]]
    assert token["token"] not in listed.content.decode()
    assert Token.objects.get().digest == digest(token["token"])


@pytest.mark.parametrize(("path", "whose"), [(PIPELINE, "shop/web"), (TEAM, None)])
def test_a_hook_is_shown_with_its_secret_once(api_of, bob, path, whose):
    made = api_of(bob).post(f"{path}/hooks", {"source": "gitee"})
    listed = api_of(bob).get(f"{path}/hooks")

    hook = made.json()
    assert made.status_code == 201
    assert hook["url"] == f"http://127.0.0.1:8000/api/v1/hooks/gitee/{hook['id']}"
    assert (hook["source"], hook["team"], hook["pipeline"]) == ("gitee", "shop", whose)
    assert [row["id"] for row in listed.json()["items"]] == [hook["id"]]
    assert hook["secret"] not in listed.content.decode()
    assert Hook.objects.get().secret().reveal() == hook["secret"]


@pytest.mark.parametrize("path", [PIPELINE, TEAM])
@pytest.mark.parametrize(("kind", "body"), [("tokens", {"name": "CI"}), ("hooks", {"source": "gitee"})])
def test_it_is_revoked_once_and_gone_from_the_list(api_of, bob, path, kind, body):
    api = api_of(bob)
    made = api.post(f"{path}/{kind}", body).json()

    assert api.delete(f"{path}/{kind}/{made['id']}").status_code == 204
    assert api.delete(f"{path}/{kind}/{made['id']}").status_code == 404
    assert api.get(f"{path}/{kind}").json()["items"] == []


def test_one_of_the_team_is_not_found_at_a_pipeline(api_of, bob):
    api = api_of(bob)
    token = api.post(f"{TEAM}/tokens", {"name": "CI"}).json()
    hook = api.post(f"{TEAM}/hooks", {"source": "gitee"}).json()

    assert api.delete(f"{PIPELINE}/tokens/{token['id']}").status_code == 404
    assert api.delete(f"{PIPELINE}/hooks/{hook['id']}").status_code == 404


def test_a_pipelines_token_creates_no_pipelines_whatever_is_asked(api_of, bob):
    made = api_of(bob).post(f"{PIPELINE}/tokens", {"name": "CI", "creates_pipelines": True}).json()

    assert made["creates_pipelines"] is False


def test_whether_first_events_create_pipelines_is_settable(api_of, bob):
    api = api_of(bob)

    token = api.post(f"{TEAM}/tokens", {"name": "CI", "creates_pipelines": False}).json()
    hook = api.post(f"{TEAM}/hooks", {"source": "gitee", "creates_pipelines": False}).json()

    assert (token["creates_pipelines"], hook["creates_pipelines"]) == (False, False)


def test_an_unknown_source_names_the_known_ones(api_of, bob):
    answer = api_of(bob).post(f"{TEAM}/hooks", {"source": "gitea"})

    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {"field": "source", "message": "gitea is not known here. Choose from: gitee."}
    ]


@pytest.mark.parametrize("name", ["", "  ", "x" * 101])
def test_a_token_has_a_name(api_of, bob, name):
    answer = api_of(bob).post(f"{TEAM}/tokens", {"name": name})

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["name"]


def test_the_trail_names_who_made_and_revoked_and_holds_no_secret(api_of, bob):
    api = api_of(bob)
    token = api.post(f"{PIPELINE}/tokens", {"name": "CI"}).json()
    hook = api.post(f"{PIPELINE}/hooks", {"source": "gitee"}).json()
    api.delete(f"{PIPELINE}/tokens/{token['id']}")
    api.delete(f"{PIPELINE}/hooks/{hook['id']}")

    entries = AuditEntry.objects.filter(actor=bob, team_slug="shop")
    verbs = {"token.created", "token.revoked", "hook.created", "hook.revoked"}
    assert verbs <= set(entries.values_list("verb", flat=True))
    assert token["token"] not in str(list(entries.values()))
    assert hook["secret"] not in str(list(entries.values()))


def test_without_a_keyring_no_hook_is_made(api_of, bob, settings, tmp_path):
    settings.KEYRING_FILE = tmp_path / "gone.json"

    answer = api_of(bob).post(f"{TEAM}/hooks", {"source": "gitee"})

    assert answer.status_code == 503
    assert not Hook.objects.exists()


@pytest.mark.parametrize("source", SOURCES)
def test_a_hook_says_how_much_its_signature_proves(api_of, bob, source):
    made = api_of(bob).post(f"{PIPELINE}/hooks", {"source": source}).json()
    (listed,) = api_of(bob).get(f"{PIPELINE}/hooks").json()["items"]

    assert made["grade"] == listed["grade"] == SOURCES[source].grade
    assert made["grade"] in {"A", "B", "C", "D"}


def test_a_hook_of_a_source_that_is_gone_says_nothing_of_it(api_of, bob):
    api_of(bob).post(f"{PIPELINE}/hooks", {"source": "gitee"})
    Hook.objects.update(source="gone")

    (listed,) = api_of(bob).get(f"{PIPELINE}/hooks").json()["items"]

    assert (listed["source"], listed["grade"]) == ("gone", None)

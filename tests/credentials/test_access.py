"""Every verb of every role: members see names, keepers change, strangers find nothing."""

from __future__ import annotations

import pytest

from credentials.models import Credential
from notifications.models import Step
from tests.credentials.conftest import new_key

PEOPLE = ["root", "alice", "bob", "vera", "charlie"]
# Of a credential that shop owns, the answers to root, alice, bob, vera and charlie.
PAGES = {
    ("get", ""): [200, 200, 200, 200, 404],
    ("post", ""): [302, 302, 403, 403, 404],
    ("get", "key/"): [200, 200, 403, 403, 404],
    ("post", "key/"): [302, 302, 403, 403, 404],
    ("post", "switch/"): [302, 302, 403, 403, 404],
    ("post", "delete/"): [302, 302, 403, 403, 404],
}
CALLS = {
    ("get", ""): [200, 200, 200, 200, 404],
    ("patch", ""): [200, 200, 403, 403, 404],
    ("put", "/key"): [200, 200, 403, 403, 404],
    ("delete", ""): [204, 204, 403, 403, 404],
}


def table(answers):
    return [
        (person, *verb, row[column]) for verb, row in answers.items() for column, person in enumerate(PEOPLE)
    ]


@pytest.fixture
def cast(root, alice, bob, vera, charlie):
    return {"root": root, "alice": alice, "bob": bob, "vera": vera, "charlie": charlie}


@pytest.mark.parametrize(("person", "method", "path", "expected"), table(PAGES))
def test_each_page_answers_each_role(cast, as_user, shops_own, shop, person, method, path, expected):
    form = {"name": "Same", "teams": [shop.pk], "webhook": new_key(), "enabled": "false"}

    answer = getattr(as_user(cast[person]), method)(f"/credentials/{shops_own.pk}/{path}", form)

    assert answer.status_code == expected


@pytest.mark.parametrize(("person", "method", "path", "expected"), table(CALLS))
def test_each_call_answers_each_role(cast, api_of, shops_own, person, method, path, expected):
    body = {"patch": {"name": "Same"}, "put": {"webhook_url": new_key()}}.get(method)

    answer = api_of(cast[person])(method, f"/credentials/{shops_own.pk}{path}", body)

    assert answer.status_code == expected


@pytest.mark.parametrize("path", ["/credentials/new/", "/credentials/import/"])
def test_only_owners_and_administrators_register(cast, as_user, path):
    answers = {name: as_user(person).get(path).status_code for name, person in cast.items()}

    # charlie owns a team of his own
    assert answers == {"root": 200, "alice": 200, "bob": 403, "vera": 403, "charlie": 200}


def test_an_owner_does_not_keep_what_administrators_registered(as_user, api_of, alice, credential):
    answer = as_user(alice).post(f"/credentials/{credential.pk}/delete/")

    assert answer.status_code == 403
    assert api_of(alice)("delete", f"/credentials/{credential.pk}").status_code == 403
    assert Credential.objects.exists()


def test_members_see_names_and_no_hint(as_user, api_of, bob, credential):
    pages = as_user(bob).get("/credentials/"), as_user(bob).get(f"/credentials/{credential.pk}/")
    single = api_of(bob)("get", f"/credentials/{credential.pk}").json()

    for page in pages:
        assert "Platform group" in page.content.decode()
        assert credential.key_hint not in page.content.decode()
    assert (single["name"], single["key_hint"], single["endpoint"]) == ("Platform group", None, None)


def test_members_see_only_teams_and_steps_of_theirs(api_of, bob, credential, step, other, root):
    credential.change(by=root, teams=[*credential.teams.all(), other])
    Step.objects.create(team=other, name="Foreign", credential=credential)

    single = api_of(bob)("get", f"/credentials/{credential.pk}").json()

    assert single["teams"] == ["shop"]
    assert [each["name"] for each in single["used_by"]] == ["Failures"]


def test_a_signed_out_person_is_sent_to_the_door(client, credential):
    answer = client.get(f"/credentials/{credential.pk}/")

    assert answer.status_code == 302
    assert "login" in answer["Location"]


@pytest.mark.parametrize("credential_id", ["none", "0", "00000000-0000-0000-0000-000000000000"])
def test_what_does_not_exist_is_404(api_of, root, credential_id):
    assert api_of(root)("get", f"/credentials/{credential_id}").status_code == 404


def test_a_reading_token_changes_nothing(api_of, root, credential):
    assert api_of(root, "read")("delete", f"/credentials/{credential.pk}").status_code == 403
    assert Credential.objects.exists()

"""/api/v1/credentials: registered, read, changed, replaced and deleted; a key goes in and never comes out."""

from __future__ import annotations

import pytest

from credentials.models import Credential
from tests.credentials.conftest import KEY, URL, new_key


@pytest.fixture
def admin(api_of, root):
    return api_of(root)


def errors(answer):
    return answer.json()["errors"]


def test_a_credential_is_registered_and_answered_whole(admin, shop, keyring):
    body = {"name": "Group", "webhook_url": URL, "teams": ["shop"], "description": "Builds"}

    answer = admin("post", "/credentials", body)

    made = Credential.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": str(made.pk),
        "name": "Group",
        "description": "Builds",
        "endpoint": "public",
        "key_hint": KEY[-4:],
        "teams": ["shop"],
        "all_teams": False,
        "owning_team": None,
        "enabled": True,
        "auto_disabled_at": None,
        "used_by": [],
        "last_used_at": None,
        "last_outcome": None,
        "last_errcode": None,
        "key_replaced_at": None,
        "created_at": answer.json()["created_at"],
    }


def test_a_bare_key_is_enough(admin, keyring):
    answer = admin("post", "/credentials", {"name": "Group", "webhook_url": KEY})

    assert (answer.status_code, answer.json()["key_hint"]) == (201, KEY[-4:])


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"webhook_url": "short"}, "webhook_url", "The key must have 8 to 128 letters"),
        ({"name": ""}, "name", "This field cannot be blank."),
        ({"name": "x" * 101}, "name", "at most 100 characters"),
        ({"name": f"Group {KEY}"}, "name", "A robot's key stands here"),
        ({"teams": ["none"]}, "teams", "There is no team called none."),
        ({"teams": "shop"}, "teams", ""),
        ({"colour": "red"}, "colour", "This is not known here."),
        ({"webhook_url": None}, "webhook_url", ""),
    ],
)
def test_bad_input_names_the_field_and_keeps_nothing(admin, shop, keyring, change, field, message):
    answer = admin("post", "/credentials", {"name": "Group", "webhook_url": URL} | change)

    assert answer.status_code == 400
    assert errors(answer)[0]["field"].startswith(field)
    assert message in errors(answer)[0]["message"]
    assert KEY not in answer.content.decode()
    assert not Credential.objects.exists()


def test_a_duplicate_is_a_conflict_that_names_the_first(admin, credential):
    answer = admin("post", "/credentials", {"name": "Again", "webhook_url": URL})

    assert answer.status_code == 409
    assert "“Platform group” already holds this key" in answer.json()["detail"]


def test_an_owner_registers_for_her_team(api_of, alice, shop, keyring):
    answer = api_of(alice)("post", "/credentials", {"name": "Ours", "webhook_url": URL, "teams": ["shop"]})

    assert (answer.status_code, answer.json()["owning_team"]) == (201, "shop")


@pytest.mark.parametrize("more", [{}, {"teams": ["shop"], "all_teams": True}])
def test_an_owner_names_only_teams_of_her_own(api_of, alice, shop, keyring, more):
    answer = api_of(alice)("post", "/credentials", {"name": "Ours", "webhook_url": URL} | more)

    assert answer.status_code == 403
    assert "only with teams you own" in answer.json()["detail"]


def test_a_foreign_team_does_not_exist(api_of, alice, other, keyring):
    answer = api_of(alice)("post", "/credentials", {"name": "A", "webhook_url": URL, "teams": ["other"]})

    assert errors(answer) == [{"field": "teams", "message": "There is no team called other."}]


def test_the_list_is_whole_and_pages(admin, credential, shops_own):
    first = admin("get", "/credentials?limit=1").json()
    second = admin("get", f"/credentials?limit=1&cursor={first['next']}").json()

    found = {item["id"] for item in first["items"] + second["items"]}
    assert found == {str(credential.pk), str(shops_own.pk)}
    assert second["next"] is None


def test_a_list_costs_the_same_for_one_and_for_many(admin, register, shop, django_assert_max_num_queries):
    for number in range(12):
        register(f"Group {number}", teams=[shop])

    with django_assert_max_num_queries(9):
        assert len(admin("get", "/credentials").json()["items"]) == 12


def test_steps_that_use_it_are_named(admin, credential, step):
    answer = admin("get", f"/credentials/{credential.pk}").json()

    assert answer["used_by"] == [{"id": str(step.pk), "name": "Failures", "team": "shop"}]


def test_what_is_given_changes_and_the_rest_stays(admin, credential, other):
    answer = admin("patch", f"/credentials/{credential.pk}", {"name": "New", "enabled": False})

    assert (answer.json()["name"], answer.json()["enabled"]) == ("New", False)
    assert answer.json()["teams"] == ["shop"]


def test_sharing_changes(admin, credential, shop, other):
    answer = admin("patch", f"/credentials/{credential.pk}", {"teams": ["shop", "other"], "all_teams": True})

    assert (answer.json()["teams"], answer.json()["all_teams"]) == (["other", "shop"], True)


@pytest.mark.parametrize(
    "member", ["key_hint", "endpoint", "webhook_url", "sealed_key", "robot", "owning_team"]
)
def test_nothing_else_can_be_changed(admin, credential, member):
    answer = admin("patch", f"/credentials/{credential.pk}", {member: "x"})

    assert errors(answer) == [{"field": member, "message": "This is not known here."}]


def test_the_key_is_replaced(admin, credential):
    key = new_key()

    answer = admin("put", f"/credentials/{credential.pk}/key", {"webhook_url": key})

    assert (answer.status_code, answer.json()["key_hint"]) == (200, key[-4:])
    assert key not in answer.content.decode()


def test_a_wrong_key_replaces_nothing(admin, credential):
    before = credential.sealed_key

    answer = admin("put", f"/credentials/{credential.pk}/key", {"webhook_url": "https://example.com/?key=x"})

    credential.refresh_from_db()
    assert errors(answer)[0]["field"] == "webhook_url"
    assert credential.sealed_key == before


def test_an_unused_credential_is_deleted(admin, credential):
    assert admin("delete", f"/credentials/{credential.pk}").status_code == 204
    assert not Credential.objects.exists()


def test_one_in_use_stays_and_its_steps_are_named(admin, credential, step):
    answer = admin("delete", f"/credentials/{credential.pk}")

    assert answer.status_code == 409
    assert answer.json()["detail"] == (
        "“Platform group” is used by a step: Failures. Give it another credential first."
    )
    assert Credential.objects.exists()

"""Strangers get 404, viewers look, editors and owners write."""

from __future__ import annotations

import pytest

ROLES = ["alice", "bob", "vera", "charlie", "root"]
FOR_MEMBERS = {"alice": 200, "bob": 200, "vera": 200, "charlie": 404, "root": 200}
FOR_EDITORS = {"alice": 302, "bob": 302, "vera": 403, "charlie": 404, "root": 302}


@pytest.fixture
def person(request):
    return request.getfixturevalue


@pytest.mark.parametrize("role", ROLES)
def test_everybody_has_a_home_a_log_and_help(as_user, person, role):
    client = as_user(person(role))

    answers = [client.get(address).status_code for address in ("/", "/deliveries/", "/help/variables/")]

    assert answers == [200, 200, 200]


@pytest.mark.parametrize("role", ROLES)
def test_a_step_is_its_teams(as_user, person, step, role):
    assert as_user(person(role)).get(f"/steps/{step.pk}/").status_code == FOR_MEMBERS[role]


@pytest.mark.parametrize("role", ROLES)
def test_an_event_and_its_delivery_are_their_teams(as_user, person, step, report, role):
    receipt = report()
    client = as_user(person(role))

    assert client.get(f"/events/{receipt.event.pk}/").status_code == FOR_MEMBERS[role]
    assert client.get(f"/deliveries/{receipt.deliveries[0].pk}/").status_code == FOR_MEMBERS[role]


@pytest.mark.parametrize("role", ROLES)
def test_only_who_writes_rules_gets_the_empty_form(as_user, person, web, role):
    answer = as_user(person(role)).get("/steps/new/")

    assert answer.status_code == (403 if role == "vera" else 200)


@pytest.mark.parametrize("role", ROLES)
def test_editors_and_owners_save_a_step(as_user, person, step, fill, role):
    answer = as_user(person(role)).post(f"/steps/{step.pk}/", fill(name="Renamed"))

    step.refresh_from_db()
    assert answer.status_code == FOR_EDITORS[role]
    assert step.name == ("Renamed" if FOR_EDITORS[role] == 302 else "Failures")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("verb", ["activation", "deletion"])
def test_editors_and_owners_switch_and_delete_a_step(as_user, person, step, role, verb):
    answer = as_user(person(role)).post(f"/steps/{step.pk}/{verb}/")

    changed = not type(step).objects.filter(pk=step.pk, is_enabled=True).exists()
    assert answer.status_code == FOR_EDITORS[role]
    assert changed == (FOR_EDITORS[role] == 302)


@pytest.mark.parametrize(("role", "status"), FOR_MEMBERS.items())
def test_members_preview_a_step(as_user, person, step, fill, role, status):
    assert as_user(person(role)).post(f"/steps/{step.pk}/preview/", fill()).status_code == status


@pytest.mark.parametrize(("role", "status"), [("vera", 403), ("charlie", 404)])
def test_others_cannot_send_its_test(as_user, person, step, fill, role, status):
    assert as_user(person(role)).post(f"/steps/{step.pk}/test-messages/", fill()).status_code == status
    assert not step.deliveries.exists()


def test_a_stranger_cannot_make_a_step_for_another_team(as_user, charlie, web, fill):
    answer = as_user(charlie).post("/steps/new/", fill())

    assert answer.status_code == 422
    assert not web.steps.exists()


def test_a_viewer_is_told_who_may_save(as_user, vera, step):
    page = as_user(vera).get(f"/steps/{step.pk}/").content.decode()

    assert "Saving and testing is for editors and owners of the team." in page
    assert "data-save" not in page
    assert "Send test" not in page


@pytest.mark.parametrize("address", ["/", "/steps/new/", "/deliveries/", "/help/variables/"])
def test_who_has_not_signed_in_is_asked_to(client, db, address):
    answer = client.get(address)

    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next={address}")

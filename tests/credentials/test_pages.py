"""The pages of credentials: what the list shows, and what changes from a credential's own page."""

from __future__ import annotations

import pytest

from credentials.answers import Answer, Outcome
from credentials.models import Credential
from tests.credentials.conftest import KEY, MESSAGE


@pytest.fixture
def browser(as_user, root):
    return as_user(root)


def page_of(answer):
    return " ".join(answer.content.decode().split())


def test_the_list_shows_name_hint_teams_use_and_last_result(browser, credential, step):
    credential.record_use(Answer(outcome=Outcome.DEAD_ROBOT, http_status=200, errcode=93000))

    page = page_of(browser.get("/credentials/"))

    assert "Platform group" in page
    assert f"key=…{KEY[-4:]}" in page
    assert "<td>Shop</td>" in page.replace("<td> ", "<td>").replace(" </td>", "</td>")
    assert "1 step" in page
    assert "The robot is gone" in page


def test_an_empty_list_leads_to_the_first_credential(browser):
    page = page_of(browser.get("/credentials/"))

    assert "No credential yet." in page
    assert 'href="/credentials/new/"' in page


def test_a_member_without_credentials_learns_whom_to_ask(as_user, bob):
    page = page_of(as_user(bob).get("/credentials/"))

    assert "Ask an administrator or an owner of your team." in page
    assert 'href="/credentials/new/"' not in page


def test_the_list_is_searched(browser, credential, shops_own):
    page = page_of(browser.get("/credentials/?q=platf"))

    assert "Platform group" in page
    assert "Shop group" not in page


def test_the_list_goes_on_by_name(browser, register, settings, monkeypatch):
    monkeypatch.setattr("credentials.views.listing.PAGE_ROWS", 2)
    made = [register(name) for name in ("A", "B", "B")]

    first = browser.get("/credentials/")
    second = browser.get(f"/credentials/?cursor={first.context['next_cursor']}")

    shown = [row["credential"] for row in first.context["rows"] + second.context["rows"]]
    assert sorted(each.pk for each in shown) == sorted(each.pk for each in made)
    assert second.context["next_cursor"] == ""


@pytest.mark.parametrize("cursor", ["x", "00000000-0000-0000-0000-000000000000"])
def test_a_cursor_of_nobody_is_404(browser, cursor):
    assert browser.get(f"/credentials/?cursor={cursor}").status_code == 404


def test_the_list_costs_the_same_for_one_and_for_many(browser, register, django_assert_max_num_queries):
    for number in range(12):
        register(f"Group {number}")

    with django_assert_max_num_queries(10):
        browser.get("/credentials/")


def test_the_page_says_what_the_last_answer_means_and_what_to_do(browser, credential):
    credential.record_use(Answer(outcome=Outcome.DEAD_ROBOT, http_status=200, errcode=93000))

    page = page_of(browser.get(f"/credentials/{credential.pk}/"))

    assert "errcode 93000" in page
    assert "The key is wrong, or the robot was removed from its group." in page
    assert "Replace key" in page


def test_name_and_sharing_are_changed(browser, credential, shop, other):
    answer = browser.post(
        f"/credentials/{credential.pk}/",
        {"name": "Renamed", "description": "For builds", "teams": [shop.pk, other.pk]},
    )

    credential.refresh_from_db()
    assert answer.status_code == 302
    assert (credential.name, credential.teams.count()) == ("Renamed", 2)


def test_a_wrong_change_is_shown_at_the_field(browser, credential):
    answer = browser.post(f"/credentials/{credential.pk}/", {"name": ""})

    assert answer.status_code == 422
    assert "This field is required." in page_of(answer)


def test_taking_it_from_a_team_that_uses_it_is_refused_at_the_teams(browser, credential, step, other):
    answer = browser.post(f"/credentials/{credential.pk}/", {"name": "Same", "teams": [other.pk]})

    credential.refresh_from_db()
    assert answer.status_code == 422
    assert "is used by a step: Failures." in page_of(answer)
    assert credential.name == "Platform group"


def test_it_is_disabled_and_enabled(browser, credential):
    browser.post(f"/credentials/{credential.pk}/switch/", {"enabled": "false"})
    assert not Credential.objects.get().is_enabled

    browser.post(f"/credentials/{credential.pk}/switch/", {"enabled": "true"})
    assert Credential.objects.get().is_enabled


def test_deleting_while_used_names_the_steps(browser, credential, step):
    answer = browser.post(f"/credentials/{credential.pk}/delete/")

    assert answer.status_code == 422
    assert "“Platform group” is used by a step: Failures. Give it another credential first." in page_of(
        answer
    )
    assert Credential.objects.exists()


def test_an_unused_one_is_deleted(browser, credential):
    answer = browser.post(f"/credentials/{credential.pk}/delete/")

    assert answer["Location"] == "/credentials/"
    assert not Credential.objects.exists()


def test_a_replaced_key_sends_to_the_new_robot(browser, credential, wecom):
    key = wecom.add_robot()

    answer = browser.post(f"/credentials/{credential.pk}/key/", {"webhook": wecom.webhook_url(key)})

    credential.refresh_from_db()
    assert answer["Location"] == f"/credentials/{credential.pk}/"
    assert credential.post(MESSAGE).outcome == Outcome.ACCEPTED
    assert len(wecom.messages(key)) == 1


def test_a_wrong_new_key_is_refused_and_not_shown_back(browser, credential):
    answer = browser.post(
        f"/credentials/{credential.pk}/key/", {"webhook": f"https://evil.example/?key={KEY}"}
    )

    assert answer.status_code == 422
    assert "does not belong to a configured WeCom endpoint" in page_of(answer)
    assert KEY not in page_of(answer)


def test_a_key_that_another_credential_holds_is_refused_at_the_field(browser, credential, shops_own):
    answer = browser.post(f"/credentials/{shops_own.pk}/key/", {"webhook": KEY})

    assert answer.status_code == 422
    assert "“Platform group” already holds this key." in page_of(answer)
    assert shops_own.masked_key in page_of(answer)

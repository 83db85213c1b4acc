"""A queue's keepers pause it, resume it and have it tried, from its page and from its credential's."""

from __future__ import annotations

import pytest
from django.utils import timezone

from notifications.models import Lane
from teams.models import AuditEntry
from tests.pages.reading import main, words


def test_an_owner_pauses_and_the_page_says_who(as_user, alice, vera, lane):
    answer = as_user(alice).post(f"/queues/{lane.pk}/pause/")

    assert answer.headers["Location"] == "/queues/"
    page = as_user(vera).get("/queues/")
    assert "by alice" in main(page)
    assert page.context["queues"][0].next_at is None
    assert (AuditEntry.objects.get(verb="lane.paused").target) == "Shop group"


def test_who_paused_it_is_not_told_to_people_who_do_not_know_them(as_user, vera, charlie, lane):
    lane.pause(by=charlie)

    assert "charlie" not in words(as_user(vera).get("/queues/"))


def test_an_owner_resumes(as_user, alice, lane):
    lane.pause(by=alice)

    assert as_user(alice).post(f"/queues/{lane.pk}/resumption/").status_code == 302
    assert Lane.objects.get().paused_at is None


def test_a_button_of_the_credentials_page_leads_back_there(as_user, alice, lane, own):
    client = as_user(alice)
    page = client.get(f"/credentials/{own.pk}/").content.decode()
    action = f"/queues/{lane.pk}/pause/?next=/credentials/{own.pk}/"

    assert f'action="{action}"' in page
    assert client.post(action).headers["Location"] == f"/credentials/{own.pk}/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "x:y"])
def test_it_leads_to_no_other_site(as_user, alice, lane, elsewhere):
    answer = as_user(alice).post(f"/queues/{lane.pk}/pause/?next={elsewhere}")

    assert answer.headers["Location"] == "/queues/"


def test_the_credentials_page_shows_its_keepers_the_queue(as_user, alice, vera, lane, own):
    page = f"/credentials/{own.pk}/"

    assert "Queue Goes at its rate Waiting 2 Oldest since" in main(as_user(alice).get(page))
    assert "Oldest since" not in main(as_user(vera).get(page))


def test_a_robot_without_a_queue_says_so_there(as_user, root, ops):
    assert "Nothing was owed to this robot yet." in main(as_user(root).get(f"/credentials/{ops.pk}/"))


def test_a_try_is_offered_where_it_changes_something(as_user, alice, lane, hold):
    client, probe = as_user(alice), f"/queues/{lane.pk}/probe/"

    assert probe not in client.get("/queues/").content.decode()
    hold("rate_limited")
    assert probe not in client.get("/queues/").content.decode()
    hold("dead_robot", breaker_opened_at=timezone.now(), breaker_reason="dead_robot")
    assert probe in client.get("/queues/").content.decode()


def test_a_try_against_wecoms_limit_is_answered_with_the_time(as_user, alice, lane, hold):
    hold("rate_limited")

    answer = as_user(alice).post(f"/queues/{lane.pk}/probe/")

    until = timezone.localtime(Lane.objects.get().hold_until)
    said = f"WeCom's limit holds this queue; it goes on by itself at {until:%H:%M:%S}."
    assert answer.status_code == 409
    assert said in main(answer)


@pytest.mark.parametrize("act", ["pause", "resumption", "probe"])
@pytest.mark.parametrize(("role", "status"), [("bob", 403), ("vera", 403), ("charlie", 404), ("root", 302)])
def test_only_keepers_steer(as_user, request, lane, act, role, status):
    client = as_user(request.getfixturevalue(role))

    asked = {"pause": 200}.get(act, 405) if role == "root" else {"pause": status}.get(act, 405)
    assert client.get(f"/queues/{lane.pk}/{act}/").status_code == asked
    assert client.post(f"/queues/{lane.pk}/{act}/").status_code == status


def test_pausing_asks_once_and_leads_back_to_the_list(as_user, alice, lane):
    client = as_user(alice)
    assert f'href="/queues/{lane.pk}/pause/?next=%2Fqueues%2F"' in client.get("/queues/").content.decode()

    asked = client.get(f"/queues/{lane.pk}/pause/?next=/queues/")

    assert "Nothing but tests goes to this robot until somebody resumes it" in main(asked)
    assert not Lane.objects.get().paused_at
    assert client.post(f"/queues/{lane.pk}/pause/?next=/queues/").url == "/queues/"
    assert Lane.objects.get().paused_at


def test_viewers_have_no_buttons(as_user, vera, lane):
    assert "/pause/" not in as_user(vera).get("/queues/").content.decode()

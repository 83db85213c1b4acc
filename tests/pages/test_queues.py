"""A robot's queue shows how long it is, when it goes on and why it waits, and its keepers steer it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from credentials.models import Credential
from notifications.models import Delivery, Lane
from teams.models import AuditEntry
from tests.pages.reading import links, main, words

NOW_PLUS = timedelta(minutes=10)


@pytest.fixture
def own(register, shop):
    """A credential that the shop itself keeps."""
    made = register("Shop group", teams=[shop])
    Credential.objects.filter(pk=made.pk).update(owning_team=shop)
    made.refresh_from_db()
    return made


@pytest.fixture
def lane(step, own, report):
    step.credential = own
    step.save(update_fields=["credential"])
    report(run="1")
    report(run="2")
    return Lane.objects.get()


def held(lane, reason, **more):
    Lane.objects.filter(pk=lane.pk).update(
        hold_reason=reason, hold_until=timezone.now() + NOW_PLUS, wake_at=timezone.now() + NOW_PLUS, **more
    )


def shown(client):
    return main(client.get("/queues/"))


def test_what_waits_is_counted_and_linked(as_user, vera, lane, own):
    page = as_user(vera).get("/queues/")

    assert "Shop group Goes at its rate 2 Shop group Since" in main(page)
    assert f"/deliveries/?state=pending&credential={own.pk}" in links(page)
    assert page.context["queues"][0].load.oldest == Delivery.objects.earliest("pk").due_at


def test_an_empty_queue_says_so(as_user, vera, lane):
    Delivery.objects.update(state="sent")

    assert "Shop group Nothing waits 0 –" in shown(as_user(vera))


def test_before_the_first_message_there_is_none(as_user, vera, own):
    said = "Nothing was owed to a robot yet. Its queue appears here with the first message."
    assert said in shown(as_user(vera))


HOLDS = [
    ("rate_limited", "Limited by WeCom WeCom said this robot got too many messages"),
    ("backoff", "Trying again The last attempts failed; it is tried again by itself"),
    ("dead_robot", "Robot gone WeCom says the robot is gone"),
    ("key_unavailable", "Key unavailable The credential's key cannot be opened"),
]


@pytest.mark.parametrize(("reason", "said"), HOLDS)
def test_a_held_queue_says_why_and_until_when(as_user, vera, lane, reason, said):
    since = timezone.now() if reason == "dead_robot" else None
    held(lane, reason, breaker_opened_at=since)
    page = as_user(vera).get("/queues/")

    assert said in main(page)
    assert page.context["queues"][0].next_at == Lane.objects.get().wake_at


def test_a_queue_that_nobody_drains_is_told(as_user, vera, lane):
    assert "The dispatcher is not running: nothing is sent." in shown(as_user(vera))


def test_the_last_answer_is_that_of_ones_own_credentials(as_user, vera, lane, own):
    Credential.objects.filter(pk=own.pk).update(
        last_outcome="dead_robot", last_errcode=93000, last_used_at=timezone.now()
    )

    assert "93000" in shown(as_user(vera))


def test_strangers_find_no_queue(as_user, charlie, lane):
    page = as_user(charlie).get("/queues/")

    assert list(page.context["queues"]) == []
    assert "Shop group" not in words(page)


def test_a_key_in_two_credentials_is_one_queue_and_names_only_ones_own(as_user, vera, other, lane, own):
    twin = Credential.objects.get(pk=own.pk)
    twin.pk, twin.name, twin.owning_team = None, "Secret twin", other
    twin.pk = Credential._meta.pk.get_default()
    twin.save(force_insert=True)

    said = shown(as_user(vera))

    assert "Shop group One key, one queue · 1 more credential" in said
    assert "Secret twin" not in said


def test_both_names_of_a_key_stand_together_for_who_may_see_them(as_user, root, other, lane, own):
    twin = Credential.objects.get(pk=own.pk)
    twin.pk, twin.name, twin.owning_team = Credential._meta.pk.get_default(), "Twin", other
    twin.save(force_insert=True)

    assert "Shop group · Twin One key, one queue Goes" in shown(as_user(root))


@pytest.mark.parametrize(("show", "count"), [("", 1), ("waiting", 1), ("stopped", 0)])
def test_the_tabs_narrow_the_list(as_user, vera, lane, show, count):
    assert len(as_user(vera).get("/queues/", {"show": show}).context["queues"]) == count


def test_a_paused_one_is_among_the_stopped(as_user, vera, alice, lane):
    lane.pause(by=alice)

    assert len(as_user(vera).get("/queues/?show=stopped").context["queues"]) == 1


def test_a_cursor_of_nobodys_is_404(as_user, vera, lane):
    assert as_user(vera).get("/queues/?cursor=!").status_code == 404


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
    action = f"/queues/{lane.pk}/pause/?credential={own.pk}"

    assert f'action="{action}"' in page
    assert client.post(action).headers["Location"] == f"/credentials/{own.pk}/"


@pytest.mark.parametrize("named", ["x", "00000000-0000-4000-8000-000000000000"])
def test_it_leads_nowhere_else(as_user, alice, lane, named):
    answer = as_user(alice).post(f"/queues/{lane.pk}/pause/?credential={named}")

    assert answer.headers["Location"] == "/queues/"


def test_the_credentials_page_shows_its_keepers_the_queue(as_user, alice, vera, lane, own):
    page = f"/credentials/{own.pk}/"

    assert "Queue Goes at its rate Waiting 2 Oldest since" in main(as_user(alice).get(page))
    assert "Oldest since" not in main(as_user(vera).get(page))


def test_a_robot_without_a_queue_says_so_there(as_user, root, ops):
    assert "Nothing was owed to this robot yet." in main(as_user(root).get(f"/credentials/{ops.pk}/"))


def test_a_try_is_offered_where_it_changes_something(as_user, alice, lane):
    client, probe = as_user(alice), f"/queues/{lane.pk}/probe/"

    assert probe not in client.get("/queues/").content.decode()
    held(lane, "rate_limited")
    assert probe not in client.get("/queues/").content.decode()
    held(lane, "dead_robot", breaker_opened_at=timezone.now())
    assert probe in client.get("/queues/").content.decode()


def test_a_try_against_wecoms_limit_is_answered_with_the_time(as_user, alice, lane):
    held(lane, "rate_limited")

    answer = as_user(alice).post(f"/queues/{lane.pk}/probe/")

    until = timezone.localtime(Lane.objects.get().hold_until)
    said = f"WeCom's limit holds this queue; it goes on by itself at {until:%H:%M:%S}."
    assert answer.status_code == 409
    assert said in main(answer)


@pytest.mark.parametrize("act", ["pause", "resumption", "probe"])
@pytest.mark.parametrize(("role", "status"), [("bob", 403), ("vera", 403), ("charlie", 404), ("root", 302)])
def test_only_keepers_steer(as_user, request, lane, act, role, status):
    client = as_user(request.getfixturevalue(role))

    assert client.post(f"/queues/{lane.pk}/{act}/").status_code == status
    assert client.get(f"/queues/{lane.pk}/{act}/").status_code == 405


def test_viewers_have_no_buttons(as_user, vera, lane):
    assert "/pause/" not in as_user(vera).get("/queues/").content.decode()

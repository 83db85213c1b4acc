"""A robot's queue shows how long it is, when it goes on and why it waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from credentials.models import Credential
from notifications.models import Delivery, Lane
from notifications.models.delivery import Rank
from tests.pages.reading import links, main, words


def shown(client):
    return main(client.get("/queues/"))


def test_what_waits_is_counted_and_linked(as_user, vera, lane, own):
    page = as_user(vera).get("/queues/")

    assert "Shop group Goes at its rate 2 Since" in main(page)
    assert f"/deliveries/?state=pending&credential={own.pk}" in links(page)
    assert page.context["queues"][0].load.oldest == Delivery.objects.earliest("pk").due_at


def test_a_message_that_carries_others_is_not_counted_beside_them(as_user, vera, lane):
    carrier = Delivery.objects.earliest("pk")
    carrier.pk, carrier.rank, carrier.event, carrier.step = None, Rank.MERGED, None, None
    carrier.save(force_insert=True)
    Delivery.objects.exclude(pk=carrier.pk).update(carried_by=carrier)

    (queue,) = as_user(vera).get("/queues/").context["queues"]
    assert queue.load.waiting == 2


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
    (
        "failing",
        "Every call fails Nothing but failures for half an hour; one message is tried every 30 minutes",
    ),
    ("key_unavailable", "Key unavailable The credential's key cannot be opened"),
]


@pytest.mark.parametrize(("reason", "said"), HOLDS)
def test_a_held_queue_says_why_and_until_when(as_user, vera, hold, reason, said):
    is_open = reason in {"dead_robot", "failing"}
    hold(reason, breaker_opened_at=timezone.now() if is_open else None, breaker_reason=is_open * reason)
    page = as_user(vera).get("/queues/")

    assert said in main(page)
    assert page.context["queues"][0].next_at == Lane.objects.get().wake_at


def test_a_queue_at_half_speed_says_why_and_until_when(as_user, vera, lane):
    until = timezone.now() + timedelta(minutes=50)
    Lane.objects.update(slow_until=until)

    page = as_user(vera).get("/queues/")
    said = "WeCom refused three messages in an hour: something else uses this robot. Half speed until"
    assert said in main(page)
    assert page.context["queues"][0].slow_until == until


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


def test_so_is_a_muted_one(as_user, vera, alice, lane):
    lane.mute(until=timezone.now() + timedelta(hours=1), by=alice)

    assert len(as_user(vera).get("/queues/?show=stopped").context["queues"]) == 1


def test_a_cursor_of_nobodys_shows_the_first_page(as_user, vera, lane):
    page = as_user(vera).get("/queues/?cursor=!")

    assert "That page of the list does not exist: this is the first one." in page.content.decode()

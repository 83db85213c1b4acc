"""People read what happened to their robots, with a badge until they have seen it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from notifications.models import Lane, Letter, Transition
from tests.pages.reading import links, main
from wecomnotify.context import news_count


@pytest.fixture
def told(alice, lane, own):
    now = timezone.now()
    transition = Transition.objects.create(
        lane=Lane.objects.get(), kind="opened", reason="dead_robot", at=now, since=now, waiting=2,
        outcome="dead_robot", http_status=200, errcode=93000, told_at=now,
    )  # fmt: skip
    return Letter.objects.create(transition=transition, person=alice, credential=own, names="Shop group")


def test_an_owner_reads_what_happened_and_what_to_do(as_user, alice, told, own):
    page = as_user(alice).get("/queues/news/")

    said = main(page)
    assert "“Shop group” gets no messages: its robot is gone New" in said
    assert "2 messages wait. They are kept and go as soon as the robot answers." in said
    assert "What to do: " in said
    assert f"/credentials/{own.pk}/" in links(page)


def test_the_badge_counts_what_was_not_seen_and_leads_to_it(as_user, alice, told):
    page = as_user(alice).get("/queues/").content.decode()

    assert 'href="/queues/news/"' in page
    assert '<span class="count">1<span class="unseen"> news of robots</span></span>' in page


def test_what_was_seen_stays_on_the_page_without_a_badge(as_user, alice, told):
    client = as_user(alice)
    assert client.post("/queues/news/seen/").headers["Location"] == "/queues/news/"

    assert news_count(alice) == 0
    assert "“Shop group” gets no messages: its robot is gone" in main(client.get("/queues/news/"))
    assert "Mark all as seen" not in main(client.get("/queues/news/"))


def test_nobody_reads_the_letters_of_others(as_user, bob, told):
    said = "Nothing happened to the robots of your teams."
    assert said in main(as_user(bob).get("/queues/news/"))


def test_nobody_marks_the_letters_of_others(as_user, bob, alice, told):
    as_user(bob).post("/queues/news/seen/")

    assert news_count(alice) == 1


def test_who_left_the_team_reads_no_more_of_its_credentials(as_user, alice, shop, told):
    shop.memberships.all().delete()

    assert news_count(alice) == 0
    assert "Shop group" not in main(as_user(alice).get("/queues/news/"))


def test_a_cursor_of_nobodys_shows_the_first_page(as_user, alice, told):
    page = as_user(alice).get("/queues/news/?cursor=!")

    assert "That page of the list does not exist: this is the first one." in page.content.decode()

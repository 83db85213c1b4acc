"""What the log's filters find is counted, shown robot by robot, and sent again after one press."""

from __future__ import annotations

import pytest

from notifications.models import Delivery
from tests.pages.reading import links, main, value

PAGE = "/deliveries/redeliveries/"


@pytest.fixture
def dead(step, report):
    made = [report(run=str(run)).deliveries[0] for run in (1, 2, 3)]
    Delivery.objects.update(state="dead", reason="gave_up", errcode=40058)
    return made


def pressed(client, query=""):
    newest = value(client.get(f"{PAGE}{query}"), "newest")
    return client.post(f"{PAGE}{query}", {"newest": newest}, follow=True)


def test_the_list_leads_there_with_its_filters(as_user, bob, dead):
    assert f"{PAGE}?errcode=40058" in links(as_user(bob).get("/deliveries/?errcode=40058"))


def test_the_list_does_not_where_everything_arrived(as_user, bob, dead):
    Delivery.objects.update(state="sent")

    assert PAGE not in links(as_user(bob).get("/deliveries/"))


def test_a_viewers_list_does_not(as_user, vera, dead):
    assert PAGE not in links(as_user(vera).get("/deliveries/"))


def test_they_are_counted_before_anything_goes(as_user, bob, dead):
    page = main(as_user(bob).get(PAGE))

    assert "3 messages were not delivered and can go again" in page
    assert "3 Ops group" in page
    assert "Send 3 messages again" in page
    assert Delivery.objects.count() == 3


def test_one_press_sends_what_was_counted(as_user, bob, dead):
    answer = pressed(as_user(bob))

    assert answer.redirect_chain == [("/deliveries/", 302)]
    assert "3 messages wait for their robots again." in answer.content.decode()
    assert Delivery.objects.filter(state="pending").count() == 3


def test_the_filters_of_the_address_hold(as_user, bob, dead):
    Delivery.objects.filter(pk=dead[0].pk).update(errcode=93000)
    answer = pressed(as_user(bob), "?errcode=93000")

    assert answer.redirect_chain == [("/deliveries/?errcode=93000", 302)]
    assert Delivery.objects.get(state="pending").redelivers_id == dead[0].pk


def test_what_failed_after_the_count_waits_for_the_next_one(as_user, bob, dead):
    client = as_user(bob)
    client.post(PAGE, {"newest": dead[1].pk})

    assert not Delivery.objects.filter(redelivers=dead[2]).exists()


def test_what_is_left_is_counted_again(as_user, bob, dead, monkeypatch):
    monkeypatch.setattr("notifications.views.redeliveries.AT_MOST", 2)
    client = as_user(bob)

    assert "At most 2 go at once; the rest is counted again afterwards." in main(client.get(PAGE))
    answer = pressed(client)

    assert answer.redirect_chain == [(PAGE, 302)]
    assert "1 message was not delivered and can go again" in main(answer)


def test_a_press_without_a_count_sends_nothing(as_user, bob, dead):
    assert as_user(bob).post(PAGE).status_code == 422
    assert Delivery.objects.count() == 3


def test_a_filter_that_cannot_be_read_sends_nothing(as_user, bob, dead):
    client = as_user(bob)
    page = client.get(f"{PAGE}?errcode=x")

    assert "Nothing is sent while a filter cannot be read. Go back and mend it." in main(page)
    assert client.post(f"{PAGE}?errcode=x", {"newest": dead[2].pk}).status_code == 422
    assert Delivery.objects.count() == 3


def test_what_cannot_go_is_named(as_user, bob, root, ops, dead):
    ops.change(by=root, is_enabled=False)
    page = main(as_user(bob).get(PAGE))

    assert "3 Ops group cannot go: the credential is gone, disabled or not shared any more" in page
    assert "There is nothing to send again" in page
    assert "can go again" not in page
    assert "Send 0" not in page


def test_where_nothing_is_left_the_page_says_so(as_user, bob, web):
    said = "Everything that these filters find was delivered, or was sent again already."
    assert said in main(as_user(bob).get(PAGE))


def test_a_viewer_may_not(as_user, vera, dead):
    client = as_user(vera)

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"newest": dead[2].pk}).status_code == 403
    assert Delivery.objects.count() == 3


def test_a_stranger_counts_nothing(as_user, charlie, dead):
    client = as_user(charlie)

    assert client.get(PAGE).context["census"].count == 0
    client.post(PAGE, {"newest": dead[2].pk})
    assert Delivery.objects.count() == 3

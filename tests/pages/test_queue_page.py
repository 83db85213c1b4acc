"""One queue's page draws what would be sent now; its keepers send all as one after a count."""

from __future__ import annotations

import pytest

from credentials.models import Credential
from notifications.models import Delivery, Lane
from teams.models import AuditEntry
from tests.pages.reading import links, main

pytestmark = pytest.mark.django_db


def test_the_next_message_is_drawn_with_its_bytes(as_user, vera, lane):
    page = as_user(vera).get(f"/queues/{lane.pk}/")

    head = Delivery.objects.earliest("pk")
    assert page.context["draft"].messages[0].body == head.body
    assert f"{head.content_bytes} / 4096 bytes" in main(page)
    assert f"/deliveries/{head.pk}/" in links(page)


def test_its_keepers_count_and_see_what_sending_as_one_makes(as_user, alice, lane):
    page = as_user(alice).get(f"/queues/{lane.pk}/flush/")

    told = main(page)
    assert "2 messages wait → 1 message is sent" in told
    assert "2 notifications in one message" in told
    assert "Send as 1 message now" in told
    assert not AuditEntry.objects.filter(verb="lane.flushed").exists()


def test_a_post_has_them_sent_as_one(as_user, alice, lane):
    answer = as_user(alice).post(f"/queues/{lane.pk}/flush/")

    assert answer.headers["Location"] == f"/queues/{lane.pk}/"
    assert Lane.objects.get().flushed_at
    assert "2 notifications in one message" in main(as_user(alice).get(f"/queues/{lane.pk}/"))


def test_a_paused_queue_says_that_sending_resumes_it(as_user, alice, lane):
    lane.pause(by=alice)

    page = main(as_user(alice).get(f"/queues/{lane.pk}/flush/"))
    assert "This queue is paused; sending resumes it." in page


def test_an_empty_queue_offers_nothing(as_user, alice, lane):
    Delivery.objects.update(state="sent")
    client = as_user(alice)

    assert "Nothing waits that could be sent." in main(client.get(f"/queues/{lane.pk}/"))
    assert "Nothing waits here that could be merged" in main(client.get(f"/queues/{lane.pk}/flush/"))


def test_another_teams_message_is_not_shown(as_user, alice, charlie, other, lane, own):
    Delivery.objects.update(team=other, credential_name="Secret group")
    theirs = Credential.objects.create(
        name="Secret group", robot_id=own.robot_id, endpoint=own.endpoint, owning_team=other
    )
    Delivery.objects.update(credential=theirs)
    client = as_user(alice)

    for address in (f"/queues/{lane.pk}/", f"/queues/{lane.pk}/flush/"):
        page = client.get(address)
        assert "The next message is another team's" in main(page)
        assert "Web portal" not in main(page)
        assert "Secret group" not in page.content.decode()


def test_the_buttons_are_for_its_keepers(as_user, alice, vera, lane):
    assert "Send all as one message" in main(as_user(alice).get(f"/queues/{lane.pk}/"))
    assert "Send all as one message" not in main(as_user(vera).get(f"/queues/{lane.pk}/"))


def test_a_waiting_deliverys_page_leads_there(as_user, vera, lane):
    waiting = Delivery.objects.earliest("pk")

    assert f"/queues/{lane.pk}/" in links(as_user(vera).get(f"/deliveries/{waiting.pk}/"))


def test_a_message_that_carries_many_shows_some_and_leads_to_all(as_user, vera, lane, monkeypatch):
    monkeypatch.setattr("notifications.views.deliveries.CARRIED_SHOWN", 1)
    carrier = Delivery.objects.earliest("pk")
    carrier.pk, carrier.rank, carrier.event, carrier.step = None, 2, None, None
    carrier.save(force_insert=True)
    Delivery.objects.exclude(pk=carrier.pk).update(carried_by=carrier)
    client = as_user(vera)

    page = client.get(f"/deliveries/{carrier.pk}/")
    assert "Carries 2 messages" in main(page)
    assert len(page.context["carried"]) == 1
    log = client.get(f"/deliveries/?carried_by={carrier.pk}")
    assert [delivery.carried_by_id for delivery, _ in log.context["rows"]] == [carrier.pk] * 2

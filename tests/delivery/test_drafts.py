"""What a page draws before it goes is to the byte what the engine then sends."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.delivery import carrying, drafts
from notifications.models import Delivery, Lane
from tests.delivery.clockwork import NOON, at, send, take

pytestmark = pytest.mark.django_db

MANY = range(1, 12)


def draft(now=NOON):
    return drafts.next_of(Lane.objects.get(), now=now)


def bodies(found):
    return [message.body for message in found.messages]


def test_a_crowd_is_drawn_as_the_message_that_is_then_made(owe_news):
    owe_news(*MANY, mentions={"all": True})
    before = draft()
    whole = list(Delivery.objects.order_by("pk").values())

    sent, mention = send(at(0))

    assert bodies(before) == [sent.body, mention.delivery.body]
    assert before.messages[0].bytes == sent.content_bytes
    assert [each.pk for each in before.waiting] == [row["id"] for row in whole]


def test_so_is_one_that_goes_alone(owe):
    owe("hello")

    before = draft()
    assert bodies(before) == [take(at(0)).delivery.body]
    assert not before.is_merged


def test_so_is_what_somebody_has_flushed(owe_news, root):
    owe_news(1, 2)
    lane = Lane.objects.get()
    asked = drafts.flushed(lane)
    lane.flush(by=root)

    assert bodies(draft()) == bodies(asked) == [take(at(0)).delivery.body]


def test_the_address_of_all_of_them_is_as_long_as_the_real_one(owe_news):
    for run in range(60):
        owe_news(run, pipeline_label=f"Pipeline with a long name {run}")
    before = draft()

    sent = take(at(0)).delivery
    assert before.messages[0].bytes == sent.content_bytes
    assert before.messages[0].body == sent.body


def test_drawing_writes_nothing(owe_news):
    owe_news(*MANY)
    before = (list(Delivery.objects.values()), list(Lane.objects.values()))

    draft()
    drafts.flushed(Lane.objects.get())

    assert (list(Delivery.objects.values()), list(Lane.objects.values())) == before


def test_tests_and_what_cannot_be_sent_are_passed_over(owe, register, ops):
    off = register("off")
    owe("test", is_test=True, rank=0)
    owe("off", credential=off, lane_id=ops.robot_id)
    owe("next")
    off.is_enabled = False
    off.save(update_fields=["is_enabled"])

    assert drafts.next_of(Lane.objects.get(pk=ops.robot_id), now=NOON).messages[0].body["text"] == {
        "content": "next"
    }


def test_nothing_is_drawn_of_an_empty_queue(owe):
    owe("hello")
    Delivery.objects.update(state="sent")

    assert (draft(), drafts.flushed(Lane.objects.get())) == (None, None)


def test_a_long_queue_is_not_read_whole(owe_news, monkeypatch):
    monkeypatch.setattr(carrying, "CARRIED_AT_MOST", 10)
    owe_news(*range(30))

    with CaptureQueriesContext(connection) as asked:
        assert len(draft().waiting) == 10
    assert len(asked) <= 6


def test_what_goes_as_one_is_counted_by_team_and_credential(owe_news, owe, other, monkeypatch):
    monkeypatch.setattr(carrying, "FLUSHED_AT_MOST", 2)
    owe_news(1, 2, 3)
    owe_news(4, team=other)
    owe("urgent", rank=1)

    heaps = drafts.heaps_of(Lane.objects.get())
    assert [(heap.count, heap.messages) for heap in heaps] == [(3, 2), (1, 1)]

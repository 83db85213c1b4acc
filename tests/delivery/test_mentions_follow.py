from __future__ import annotations

import pytest

from notifications.models import Delivery
from tests.delivery.clockwork import at, outcome, send, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(owe):
    """Owe a message and the mention that follows it."""

    def owed(**fields):
        message, mention = owe("news", "@all", **fields)
        Delivery.objects.filter(pk=mention.pk).update(part="mention", follows=message)
        mention.refresh_from_db()
        return message, mention

    return owed


def test_a_mention_goes_right_after_its_message(pair):
    pair()
    _, following = send(at(0))
    assert text_of(following.delivery) == "@all"


def test_a_mention_dies_with_its_message(pair):
    _, mention = pair()
    _, following = send(at(0), outcome("refused", errcode=40058))
    mention.refresh_from_db()
    assert (mention.state, mention.reason, following) == ("dead", "refused", None)


def test_a_mention_is_held_with_its_message(pair):
    _, mention = pair(on_ambiguous="hold")
    send(at(0), outcome("ambiguous"))
    mention.refresh_from_db()
    assert (mention.state, mention.reason) == ("held", "ambiguous")


def test_a_mention_waits_while_its_message_is_tried_again(pair):
    _, mention = pair()
    send(at(0), outcome("server_error"))
    mention.refresh_from_db()
    assert mention.state == "pending"


def test_releasing_a_held_message_releases_its_mention(pair, alice):
    message, mention = pair(on_ambiguous="hold")
    send(at(0), outcome("ambiguous"))
    message.redeliver(by=alice)
    mention.refresh_from_db()
    assert (mention.state, mention.reason) == ("pending", "")


def test_redelivering_a_dead_message_brings_its_mention_along(pair, alice):
    message, mention = pair()
    send(at(0), outcome("refused"))
    again = message.redeliver(by=alice)
    copy = Delivery.objects.get(redelivers=mention)
    assert (copy.follows, copy.part, copy.state) == (again, "mention", "pending")


def test_redelivering_a_message_mentions_nobody_twice(pair, alice):
    message, _ = pair()
    send(at(0))
    message.redeliver(by=alice)
    assert Delivery.objects.filter(redelivers__isnull=False).count() == 1

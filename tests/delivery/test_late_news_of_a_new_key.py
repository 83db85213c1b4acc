"""What waited over an hour when the key is replaced: one message with its times, and nobody is pinged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from notifications.clockwork import clock
from notifications.models import Delivery, Lane
from tests.delivery.clockwork import outcome, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def replace_key(ops, root, wecom):
    return lambda: ops.replace_key(wecom.webhook_url(wecom.add_robot(group="new")), by=root)


def test_what_waited_over_an_hour_goes_first_in_one_message(owe_news, ops, replace_key):
    now = clock.now()
    late = owe_news(1, 2, now=now - timedelta(minutes=70), mentions={"users": ["lilei"], "all": True})
    young = owe_news(3, now=now - timedelta(minutes=50))
    replace_key()
    carrier, following = send(Lane.objects.get(pk=ops.robot_id).wake_at)
    content = carrier.body["markdown"]["content"]
    assert '> <font color="warning">Failed</font> ×2 · Web #2 #1 · 20' in content
    assert "lilei" not in content
    assert [*carrier.carries.order_by("pk")] == late
    assert following.delivery == young[0]
    assert not Delivery.objects.filter(part="mention").exists()


def test_each_team_reads_of_its_own(owe_news, other, replace_key):
    long_ago = clock.now() - timedelta(hours=2)
    owe_news(1, now=long_ago)
    owe_news(2, now=long_ago, team=other)
    replace_key()
    carried = Delivery.objects.filter(carried_by__isnull=False)
    assert [each.team_id == each.carried_by.team_id for each in carried] == [True, True]
    assert carried.values("carried_by").distinct().count() == 2


@pytest.fixture
def merged(owe_news, ops):
    """Merge three that waited for long, with mentions; return what came of the merged message."""

    def made(answer):
        now = clock.now() - timedelta(minutes=70)
        Lane.objects.create(pk=ops.robot_id, tokens=1, tokens_at=now)
        owe_news(1, 2, 3, now=now, mentions={"users": ["lilei"], "all": True})
        return send(now, answer)[0]

    return made


def test_what_was_merged_before_is_told_anew_and_pings_nobody(merged, ops, replace_key):
    before = merged(outcome("dead_robot", errcode=93000))
    assert "lilei" in str(before.body)
    replace_key()
    carrier, following = send(Lane.objects.get(pk=ops.robot_id).wake_at)
    assert "×3 · Web #1–#3 · 20" in carrier.body["markdown"]["content"]
    assert "lilei" not in str(carrier.body)
    assert following is None
    assert Delivery.objects.filter(state="sent", carried_by=carrier).count() == 3


def test_the_record_of_what_was_tried_stays(merged, replace_key):
    before = merged(outcome("dead_robot", errcode=93000))
    replace_key()
    before.refresh_from_db()
    assert (before.state, before.reason, before.attempts.count()) == ("dead", "dead_robot", 1)
    assert not Delivery.objects.filter(part="mention").exists()

"""What waited over an hour when the key is replaced: one message with its times, and nobody is pinged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from notifications.clockwork import clock
from notifications.models import Delivery, Lane
from tests.delivery.clockwork import send

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

"""A robot that is taken out of its group, and put back: the dispatcher, the groups and the owners."""

from __future__ import annotations

import pytest

from notifications.delivery import errands
from notifications.models import Fallback, Lane, Letter
from simulator.robot import Standing
from tests.delivery.clockwork import bell_rings_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def often(monkeypatch):
    monkeypatch.setattr(errands, "EVERY_SECONDS", 0.05)


@pytest.fixture
def backup(register, shop, step, root):
    shop.language = "en"
    shop.save()
    made = register("backup")
    Fallback.choose(shop, made, by=root)
    return made


def test_it_is_told_to_the_fallback_group_and_the_owners_and_told_again_when_it_is_back(
    wecom, owe, ops, backup, alice, root, dispatcher
):
    key = next(each.key for each in wecom.exchange.groups.robots_in(1))
    wecom.exchange.groups.stand(key, Standing.REMOVED)
    owe("one")
    wecom.wait_for_messages(1)
    assert wecom.messages()[0].content.startswith("⚠️ The group robot “ops” takes no messages.")
    assert Letter.objects.filter(person=alice, fallbacks="backup").exists()

    wecom.exchange.groups.stand(key, Standing.ACTIVE)
    Lane.objects.get(pk=ops.robot_id).try_now(by=root)
    wecom.wait_for_messages(3)
    assert {each.content.partition("\n")[0] for each in wecom.messages()[1:]} == {
        "one",
        "✅ The group robot “ops” takes messages again.",
    }
    bell_rings_until(lambda: Letter.objects.filter(person=alice).count() == 2)

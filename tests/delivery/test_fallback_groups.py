"""A team's fallback group is told once that a robot takes nothing, and once that this is over."""

from __future__ import annotations

import pytest

from credentials.models import Credential
from notifications.clockwork import clock
from notifications.delivery.disabling import disable_dead
from notifications.delivery.telling import tell
from notifications.models import Delivery, Fallback, Lane, Letter, Stoppage
from tests.delivery.clockwork import ACCEPTED, at, outcome, send, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_server")]
GONE = outcome("dead_robot", http_status=200, errcode=93000, errmsg="invalid webhook url")
FAILED = outcome("server_error", http_status=502)
NEW_KEY = "0123abcd-0000-4000-8000-00000000beef"
DAY = 24 * 3600


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: at(0))


@pytest.fixture
def backup(register, shop, step, root):
    shop.language, shop.time_zone = "en", "Asia/Shanghai"
    shop.save()
    made = register("backup")
    Fallback.choose(shop, made, by=root)
    return made


def told(backup):
    return [text_of(each) for each in Delivery.objects.filter(credential=backup).order_by("pk")]


def stop(owe, *texts):
    owe(*texts)
    send(at(0), GONE, lasts=0)
    tell(now=at(0))


def settled(credential, now, answer=ACCEPTED):
    """Have the lane of this credential alone be served once."""
    Lane.objects.exclude(pk=credential.robot_id).update(wake_at=None)
    Lane.objects.filter(pk=credential.robot_id).update(wake_at=now, hold_until=None)
    return send(now, answer, goes_on=False, lasts=0)[0]


STOPPED = """\
⚠️ The group robot “ops” takes no messages.
Since 11-22 20:00: 93000 The key is wrong, or the robot was removed from its group.
2 messages of this team wait.
https://notify.example.com/deliveries/?state=pending&credential={ops}"""
BACK = """\
✅ The group robot “ops” takes messages again.
1 message of this team that waited is on its way.
https://notify.example.com/deliveries/?state=pending&credential={ops}"""
REPLACED = """\
✅ “ops” has a new group robot.
2 messages of this team that waited are on their way.
https://notify.example.com/deliveries/?state=pending&credential={ops}"""
DISABLED = """\
⛔ “ops” was disabled: its group robot took nothing for five days.
2 messages of this team are held.
https://notify.example.com/deliveries/?state=held&credential={ops}"""


def test_it_is_told_once_what_wecom_answered_and_how_many_wait(owe, ops, backup):
    stop(owe, "one", "two")
    assert told(backup) == [STOPPED.format(ops=ops.pk)]
    settled(ops, at(1801), GONE)
    assert tell(now=at(1802)) == 0
    assert len(told(backup)) == 1


def test_it_goes_first_and_alone_and_is_no_message_of_a_rule(owe, ops, backup, shop):
    stop(owe, "one")
    news = Delivery.objects.get(credential=backup)
    assert (news.team, news.rank, news.state, news.step_name) == (shop, 1, "pending", "")
    assert settled(backup, at(1)).state == "sent"


def test_it_is_told_that_the_robot_works_again(owe, ops, backup):
    stop(owe, "one", "two")
    settled(ops, at(1801))
    tell(now=at(1802))
    assert told(backup)[1:] == [BACK.format(ops=ops.pk)]
    assert not Stoppage.objects.exists()


def test_it_is_told_of_a_new_key(owe, ops, backup, root):
    stop(owe, "one", "two")
    ops.replace_key(NEW_KEY, by=root)
    tell(now=at(60))
    assert told(backup)[1:] == [REPLACED.format(ops=ops.pk)]


def test_it_is_told_that_it_was_disabled_and_then_no_more(owe, ops, backup):
    stop(owe, "one", "two")
    settled(ops, at(5 * DAY + 1), GONE)
    disable_dead(now=at(5 * DAY + 1))
    tell(now=at(5 * DAY + 1))
    assert told(backup)[1:] == [DISABLED.format(ops=ops.pk)]
    assert not Stoppage.objects.exists()


def test_failures_that_become_wecoms_word_are_one_stoppage(owe, ops, backup):
    owe("one")
    Lane.objects.update(failures=9, failing_since=at(-1800))
    send(at(0), FAILED, lasts=0)
    tell(now=at(1))
    settled(ops, at(1801), GONE)
    tell(now=at(1802))
    assert len(told(backup)) == 1


def test_a_recovery_of_which_the_group_never_heard_is_not_told(owe, ops, shop, step, register, root):
    stop(owe, "one")
    backup = register("backup")
    Fallback.choose(shop, backup, by=root)
    settled(ops, at(1801))
    tell(now=at(1802))
    assert told(backup) == []


def test_a_group_whose_own_robot_stopped_is_not_told_by_itself(owe, ops, shop, step, root):
    Fallback.choose(shop, ops, by=root)
    stop(owe, "one")
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("trouble", [{"is_enabled": False}, {"is_shared_with_all": False}])
def test_a_fallback_that_the_team_may_not_use_is_told_nothing(owe, backup, trouble):
    Credential.objects.filter(pk=backup.pk).update(**trouble)
    stop(owe, "one")
    assert told(backup) == []


def test_a_fallback_that_takes_nothing_itself_is_told_nothing(owe, ops, backup):
    Lane.objects.create(pk=backup.robot_id, breaker_opened_at=at(-60), breaker_reason="dead_robot")
    stop(owe, "one")
    assert told(backup) == []


def test_a_team_whose_rules_do_not_use_the_robot_is_left_in_peace(owe, ops, other, register, root):
    theirs = register("theirs")
    Fallback.choose(other, theirs, by=root)
    stop(owe, "one")
    assert told(theirs) == []


def test_what_another_team_has_waiting_is_not_told(owe, ops, backup, other):
    owe("secret", team=other)
    stop(owe, "one")
    assert "\n1 message of this team waits.\n" in told(backup)[0]


def test_a_name_mentions_nobody(owe, ops, backup):
    Credential.objects.filter(pk=ops.pk).update(name="<@all>")
    stop(owe, "one")
    assert "<@all>" not in told(backup)[0]


def test_owners_read_that_the_fallback_group_was_told(owe, ops, backup, alice, root, charlie):
    stop(owe, "one")
    assert dict(Letter.objects.values_list("person__username", "fallbacks")) == {
        "alice": "backup",
        "root": "backup",
    }

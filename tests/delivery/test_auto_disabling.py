"""A robot that took nothing for five days: its credential is disabled and what waits is held."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from credentials.models import Credential
from notifications.clockwork import clock
from notifications.delivery.disabling import disable_dead
from notifications.delivery.mailing import deliver_mail
from notifications.delivery.resuming import send_what_waited
from notifications.delivery.telling import tell
from notifications.models import Delivery, Lane, Transition
from teams.models import AuditEntry
from tests.delivery.clockwork import at, nothing_due, outcome, send, take

pytestmark = pytest.mark.django_db
DAY = 24 * 3600
FIFTH_DAY = 5 * DAY + 60
GONE = outcome("dead_robot", http_status=200, errcode=93000, errmsg="invalid webhook url")
FAILED = outcome("server_error", http_status=502)
NEW_KEY = "0123abcd-0000-4000-8000-00000000beef"


@pytest.fixture
def dead(alice, root, step, owe_news):
    """Let two messages wait for a robot that is gone until after the fifth day."""
    owe_news(1, 2)
    for day in range(6):
        send(at(day * DAY + 60 * (day == 5)), GONE, lasts=0)


@pytest.fixture
def disabled(dead, ops):
    assert disable_dead(now=at(FIFTH_DAY)) == 1
    ops.refresh_from_db()
    return ops


@pytest.fixture
def later(monkeypatch):
    """Let people act a minute after it was disabled."""
    monkeypatch.setattr(clock, "now", lambda: at(FIFTH_DAY + 60))
    return at(FIFTH_DAY + 60)


def test_it_is_disabled_by_the_system_which_the_audit_trail_tells(disabled):
    entry = AuditEntry.objects.get(verb="credential.disabled")
    assert (disabled.is_enabled, disabled.auto_disabled_at) == (False, at(FIFTH_DAY))
    assert (entry.actor_name, entry.target, entry.after) == ("system", "ops", {"enabled": False})


def test_what_waited_is_held_with_the_reason(disabled):
    states = Delivery.objects.values_list("state", "reason")
    assert set(states) == {("held", "auto_disabled")}
    assert nothing_due(at(FIFTH_DAY + 3600))


def test_it_is_disabled_once(disabled):
    assert disable_dead(now=at(FIFTH_DAY + 60)) == 0
    assert Transition.objects.filter(kind="disabled").count() == 1


def test_not_before_the_fifth_day(owe, step):
    owe("one")
    send(at(0), GONE, lasts=0)
    send(at(5 * DAY - 60), GONE, lasts=0)
    assert disable_dead(now=at(5 * DAY - 30)) == 0


def test_not_while_nobody_tried_after_the_fifth_day(owe, step):
    owe("one")
    send(at(0), GONE, lasts=0)
    send(at(4 * DAY), GONE, lasts=0)
    assert disable_dead(now=at(6 * DAY)) == 0


def test_not_when_it_took_one_message_meanwhile(owe, step):
    owe("one", "two")
    send(at(0), GONE, lasts=0)
    send(at(4 * DAY), lasts=0, goes_on=False)
    send(at(FIFTH_DAY), GONE, lasts=0)
    assert disable_dead(now=at(FIFTH_DAY)) == 0


def test_failures_of_any_kind_count(owe, step, ops):
    owe("one", now=at(FIFTH_DAY))
    opened = {"breaker_opened_at": at(0), "breaker_reason": "failing", "failing_since": at(-1800)}
    Lane.objects.update(failures=99, **opened)
    send(at(FIFTH_DAY), FAILED, lasts=0)
    assert disable_dead(now=at(FIFTH_DAY)) == 1
    assert Transition.objects.get().since == at(-1800)


def test_every_credential_of_the_robot_is_disabled(dead, ops, shop):
    twin = Credential.objects.get(pk=ops.pk)
    twin.pk, twin.name, twin.owning_team = Credential._meta.pk.get_default(), "Twin", shop
    twin.save(force_insert=True)
    disable_dead(now=at(FIFTH_DAY))
    assert not Credential.objects.filter(is_enabled=True).exists()


def test_a_credential_enabled_again_has_five_days_anew(disabled, owe, root):
    disabled.change(by=root, is_enabled=True)
    Credential.objects.update(enabled_at=at(FIFTH_DAY + 60))
    owe("more", now=at(FIFTH_DAY + 60))
    send(at(FIFTH_DAY + 60), GONE, lasts=0)
    assert disable_dead(now=at(FIFTH_DAY + 60)) == 0
    assert Lane.objects.get().breaker_opened_at == at(FIFTH_DAY + 60)


def test_the_days_a_person_had_it_disabled_do_not_count(dead, ops):
    Credential.objects.update(enabled_at=at(3 * DAY))
    assert disable_dead(now=at(FIFTH_DAY)) == 0


def test_a_new_key_enables_it(disabled, root):
    disabled.replace_key(NEW_KEY, by=root)
    disabled.refresh_from_db()
    assert (disabled.is_enabled, disabled.auto_disabled_at) == (True, None)
    assert AuditEntry.objects.get(verb="credential.replaced_key").after["enabled"] is True


def test_a_new_key_leaves_disabled_what_a_person_disabled(ops, root):
    ops.change(by=root, is_enabled=False)
    ops.replace_key(NEW_KEY, by=root)
    assert not Credential.objects.get().is_enabled


class TestSendingWhatWaited:
    def test_it_goes_as_one_message_with_its_times_that_mentions_nobody(self, disabled, later, root):
        disabled.change(by=root, is_enabled=True)
        assert send_what_waited(disabled, by=root) == 2
        carrier = take(later).delivery
        assert carrier.is_carrier
        assert set(Delivery.objects.exclude(pk=carrier.pk).values_list("carried_by", "state")) == {
            (carrier.pk, "pending")
        }

    def test_it_goes_to_the_robot_of_a_new_key(self, disabled, later, root):
        disabled.replace_key(NEW_KEY, by=root)
        send_what_waited(disabled, by=root)
        assert take(later).delivery.lane_id == disabled.robot_id

    def test_the_audit_trail_tells_the_team(self, disabled, later, root, shop):
        send_what_waited(disabled, by=root)
        entry = AuditEntry.objects.get(verb="delivery.redelivered")
        assert (entry.team, entry.target) == (shop, "2 deliveries")

    def test_nobody_sends_what_is_not_of_their_teams(self, disabled, later, charlie, vera):
        assert [send_what_waited(disabled, by=person) for person in (charlie, vera)] == [0, 0]
        assert set(Delivery.objects.values_list("state", flat=True)) == {"held"}

    def test_what_a_person_s_disabling_held_with_its_carrier_goes_by_itself(self, ops, owe_news, later, root):
        carrier = owe_news(1, rank=2)[0]
        carried = owe_news(2, 3)
        Delivery.objects.filter(pk__in=[each.pk for each in carried]).update(carried_by=carrier)
        Delivery.objects.update(state="held", reason="credential_disabled")
        assert send_what_waited(ops, by=root) == 2
        carrier.refresh_from_db()
        assert (carrier.state, carrier.carries.count()) == ("dead", 0)


MAIL = """\
“ops” was disabled: its robot took nothing for five days

WeCom answered: The key is wrong, or the robot was removed from its group. (HTTP 200 · errcode 93000)
Since: 2026-11-22 20:00 CST
2 messages that waited are held. Enable the credential, and you can send them.

What to do: Make a new robot in the group (群设置 → 添加群机器人 → 新建) and put its address into the \
credential with Replace key.

https://notify.example.com/credentials/{credential}/
"""


def test_owners_are_told_with_how_many_are_held(mail_server, disabled):
    tell(now=at(FIFTH_DAY))
    mail.outbox.clear()
    deliver_mail(now=at(FIFTH_DAY) + timedelta(minutes=1))
    body = mail.outbox[0].body.split("\n\n\n")[-1]
    assert body.startswith(MAIL.format(credential=disabled.pk))

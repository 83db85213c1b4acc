"""Mails to owners: their whole texts, and what becomes of them while the mail server is away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from notifications.delivery.mailing import deliver_mail
from notifications.delivery.telling import tell
from notifications.models import Letter
from teams.models import User
from tests.conftest import join
from tests.delivery.clockwork import at, outcome, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_server")]
NOBODY_ANSWERS = outcome("not_sent", errmsg="connection not made")


def text(message):
    return f"{message.subject}\n{message.body}"


FOOTER = (
    "\n-- \nYou get this mail because you own a team that uses the credential, or because you keep it.\n"
    "https://notify.example.com\n"
)
GONE_MAIL = """\
[WeCom Notify] “ops” gets no messages: its robot is gone
“ops” gets no messages: its robot is gone

WeCom answered: The key is wrong, or the robot was removed from its group. \
(HTTP 200 · errcode 93000 · invalid webhook url)
Since: 2026-11-22 20:00 CST
3 messages wait. They are kept and go as soon as the robot answers.

What to do: Make a new robot in the group (群设置 → 添加群机器人 → 新建) and put its address into the \
credential with Replace key.

https://notify.example.com/credentials/{credential}/
"""
FAILING_MAIL = """\
[WeCom Notify] “ops” gets no messages: every call to its robot fails
“ops” gets no messages: every call to its robot fails

The last call: The connection was refused or the network is unreachable.
Since: 2026-11-22 19:30 CST
1 message waits. It is tried for 24 hours.

What to do: Check this server's network and firewall, or set WECOM_PROXY.

https://notify.example.com/credentials/{credential}/
"""
BACK_MAIL = """\
[WeCom Notify] “ops” gets messages again
“ops” gets messages again

It got nothing since: 2026-11-22 20:00 CST
2 messages that waited are on their way.

https://notify.example.com/credentials/{credential}/
"""
NEW_KEY_MAIL = """\
[WeCom Notify] “ops” has a new key
“ops” has a new key

It got nothing since: 2026-11-22 20:00 CST
3 messages that waited go to the new robot.

https://notify.example.com/credentials/{credential}/
"""


def mailed(ops, now):
    tell(now=now)
    mail.outbox.clear()
    deliver_mail(now=now + timedelta(minutes=1))
    return text(mail.outbox[0])


def test_a_mail_says_what_wecom_answered_and_what_to_do(gone, ops):
    assert mailed(ops, at(1)) == GONE_MAIL.format(credential=ops.pk) + FOOTER


def test_a_mail_of_failures_says_what_failed(alice, step, owe, ops):
    owe("one")
    lane = owe("held", state="held")[0].lane
    lane.failures, lane.failing_since = 9, at(-1800)
    lane.save()
    send(at(0), NOBODY_ANSWERS, lasts=0)
    assert mailed(ops, at(1)) == FAILING_MAIL.format(credential=ops.pk) + FOOTER


def test_a_mail_says_that_it_works_again(gone, ops):
    mailed(ops, at(1))
    send(at(1801), lasts=0, goes_on=False)
    assert mailed(ops, at(1802)) == BACK_MAIL.format(credential=ops.pk) + FOOTER


def test_a_mail_says_that_the_key_is_another(gone, ops, root):
    mailed(ops, at(1))
    ops.replace_key("0123abcd-0000-4000-8000-00000000beef", by=root)
    assert mailed(ops, timezone.now()) == NEW_KEY_MAIL.format(credential=ops.pk) + FOOTER


def test_no_mail_shows_a_key(gone, ops):
    tell(now=at(1))
    deliver_mail(now=at(61))
    assert not [each for each in mail.outbox if ops.key_hint in text(each)]


class TestTheMailServerIsAway:
    @pytest.fixture(autouse=True)
    def away(self, settings, gone):
        settings.EMAIL_BACKEND = "tests.delivery.away_mail.AwayBackend"
        tell(now=at(1))
        assert deliver_mail(now=at(61)) == 0

    def test_it_is_tried_again_later_and_then_sent_once(self, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert deliver_mail(now=at(120)) == 0
        assert [deliver_mail(now=at(121)), deliver_mail(now=at(7200))] == [2, 0]

    def test_the_pause_grows_to_an_hour(self):
        for hour in range(1, 12):
            deliver_mail(now=at(3600 * hour))
        assert {each.mail_due_at for each in Letter.objects.all()} == {at(3600 * 12)}

    def test_after_a_day_only_the_pages_tell(self):
        deliver_mail(now=at(25 * 3600))
        assert {each.mail_due_at for each in Letter.objects.all()} == {None}
        assert Letter.objects.unseen().count() == 2


def test_a_process_that_died_with_a_letter_in_its_hands_leaves_it_to_another(gone):
    tell(now=at(1))
    Letter.objects.update(mail_due_at=at(1) + timedelta(minutes=5), mail_tries=1)
    assert [deliver_mail(now=at(200)), deliver_mail(now=at(302))] == [0, 2]


def test_without_a_mail_server_or_an_address_the_pages_alone_tell(gone, settings, shop):
    join(User.objects.create_user("dora", ""), shop, "owner")
    tell(now=at(1))
    assert Letter.objects.get(person__username="dora").mail_due_at is None
    settings.SENDS_MAIL = False
    assert deliver_mail(now=at(90)) == 0

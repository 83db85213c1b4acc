"""What happened to a robot is told once to those whom it concerns, on their pages and by e-mail."""

from __future__ import annotations

import pytest
from django.core import mail

from notifications.delivery.mailing import deliver_mail
from notifications.delivery.telling import tell
from notifications.models import Letter
from notifications.restored import hold_what_waits
from teams.models import User
from tests.conftest import join, make_user
from tests.delivery.clockwork import at, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_server")]


def told():
    return sorted(Letter.objects.values_list("person__username", flat=True))


def test_owners_of_the_teams_that_use_it_and_those_who_keep_it_are_told(gone):
    assert tell(now=at(1)) == 1
    assert told() == ["alice", "root"]
    gone.refresh_from_db()
    assert (gone.waiting, gone.told_at) == (3, at(1))


def test_the_owners_of_the_team_that_keeps_it_are_told_instead_of_the_administrators(gone, ops, other):
    ops.owning_team = other
    ops.save()
    tell(now=at(1))
    assert told() == ["alice", "charlie"]


def test_who_cannot_sign_in_any_more_is_not_told(gone, alice):
    User.objects.filter(pk=alice.pk).update(is_active=False)
    tell(now=at(1))
    assert told() == ["root"]


def test_it_is_told_once(gone):
    assert [tell(now=at(1)), tell(now=at(2))] == [1, 0]
    assert Letter.objects.count() == 2


def test_everybody_gets_one_mail_in_their_own_language(gone, alice):
    tell(now=at(1))
    assert [deliver_mail(now=at(60)), deliver_mail(now=at(61)), deliver_mail(now=at(900))] == [0, 2, 0]
    assert sorted(each.to[0] for each in mail.outbox) == ["alice@example.com", "root@example.com"]
    assert set(Letter.objects.values_list("mailed_at", flat=True)) == {at(61)}


def test_several_news_of_one_person_are_one_mail(gone, alice):
    tell(now=at(1750))
    send(at(1801), lasts=0)
    tell(now=at(1802))
    deliver_mail(now=at(1811))  # the older one is due
    to_alice = [each for each in mail.outbox if each.to == [alice.email]]
    assert [each.subject for each in to_alice] == ["[WeCom Notify] 2 pieces of news of your robots"]
    assert to_alice[0].body.index("its robot is gone") < to_alice[0].body.index("gets messages again")


def test_what_a_restored_backup_had_to_tell_is_old_news(gone):
    hold_what_waits(now=at(5))
    assert [tell(now=at(6)), deliver_mail(now=at(90))] == [0, 0]


def test_an_owner_of_two_credentials_of_one_robot_reads_of_both_in_one_letter(gone, ops, shop):
    twin = type(ops).objects.get(pk=ops.pk)
    twin.pk, twin.name, twin.owning_team = type(ops)._meta.pk.get_default(), "Twin", shop
    twin.save(force_insert=True)
    join(make_user("erin"), shop, "owner")
    tell(now=at(1))
    named = dict(Letter.objects.values_list("person__username", "names"))
    assert named == {"alice": "Twin, ops", "erin": "Twin, ops", "root": "ops"}

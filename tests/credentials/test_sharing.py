"""Administrators share with anybody, owners with their own teams, and what steps use stays shared."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from credentials.errors import CredentialInUseError
from credentials.models import Credential
from notifications.models import Step
from teams.models import AuditEntry


def test_a_team_sees_what_is_shared_with_it(credential, shops_own, register, alice, bob, vera, charlie):
    for_all = register("For all", for_all=True)

    for person in (alice, bob, vera):
        assert set(Credential.objects.visible_to(person)) == {credential, shops_own, for_all}
    assert set(Credential.objects.visible_to(charlie)) == {for_all}


def test_a_person_who_left_sees_nothing(credential, bob):
    bob.is_active = False

    assert not Credential.objects.visible_to(bob).exists()
    assert not Credential.objects.manageable_by(bob).exists()


def test_steps_may_use_what_is_shared_and_enabled(credential, register, root, shop, other):
    off = register("Off", teams=[shop])
    off.change(by=root, is_enabled=False)

    assert list(Credential.objects.usable_by(shop)) == [credential]
    assert list(Credential.objects.usable_by(other)) == []


def test_owners_keep_only_their_own(credential, shops_own, alice, bob, root):
    assert list(Credential.objects.manageable_by(alice)) == [shops_own]
    assert list(Credential.objects.manageable_by(bob)) == []
    assert set(Credential.objects.manageable_by(root)) == {credential, shops_own}


def test_an_owner_shares_with_no_foreign_team(shops_own, alice, other):
    with pytest.raises(PermissionDenied, match="only with teams you own"):
        shops_own.change(by=alice, teams=[other])


def test_an_owner_leaves_what_an_administrator_shared(shops_own, alice, root, shop, other):
    shops_own.change(by=root, teams=[shop, other], for_all=True)

    shops_own.change(by=alice, teams=[shop])

    assert set(shops_own.teams.all()) == {shop, other}
    assert shops_own.is_shared_with_all


def test_a_team_whose_steps_use_it_keeps_it(credential, step, root, other):
    with pytest.raises(CredentialInUseError) as raised:
        credential.change(by=root, teams=[other])

    assert raised.value.reason == (
        "“Platform group” is used by a step: Failures. Give it another credential first."
    )
    assert [team.slug for team in credential.teams.all()] == ["shop"]


def test_a_change_is_written_down_with_before_and_after(credential, root, shop, other):
    credential.change(by=root, name="Renamed", teams=[shop, other])

    entry = AuditEntry.objects.get(verb="credential.changed")
    assert entry.before == {"name": "Platform group", "teams": ["shop"]}
    assert entry.after == {"name": "Renamed", "teams": ["other", "shop"]}


def test_what_changes_nothing_is_not_written_down(credential, root):
    credential.change(by=root, name=credential.name)

    assert not AuditEntry.objects.filter(verb="credential.changed").exists()


def test_who_deletes_reads_no_name_of_another_teams_steps(shops_own, alice, root, shop, other):
    shops_own.change(by=root, teams=[shop, other])
    Step.objects.create(team=other, name="Their secret project", credential=shops_own)

    with pytest.raises(CredentialInUseError) as refused:
        shops_own.remove(by=alice)

    assert str(refused.value) == (
        f"“{shops_own.name}” is used by a step: one of another team. Give it another credential first."
    )

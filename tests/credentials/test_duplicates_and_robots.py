"""Credentials with one key share a robot; a second one is refused to those who may see the first."""

from __future__ import annotations

import pytest

from credentials import key_followers
from credentials.errors import DuplicateKeyError
from credentials.models import Credential, Robot
from teams.models import AuditEntry
from tests.credentials.conftest import KEY, URL, new_key


def test_a_duplicate_is_refused_and_named_to_those_who_may_see_it(credential, root, register):
    with pytest.raises(DuplicateKeyError) as raised:
        register("Again", webhook=KEY)

    assert raised.value.reason == (
        "The credential “Platform group” already holds this key. Use it, or share it with your team."
    )
    assert Credential.objects.count() == 1


def test_a_member_of_the_team_is_told_too(credential, alice, shop, register):
    with pytest.raises(DuplicateKeyError):
        register("Again", webhook=KEY, by=alice, teams=[shop])


def test_a_stranger_learns_nothing_and_shares_the_robot(credential, charlie, other, register):
    again = register("Ours", webhook=KEY, by=charlie, teams=[other])

    assert again.robot == credential.robot
    assert again.sealed_key != credential.sealed_key
    assert Robot.objects.count() == 1


def test_the_same_key_at_another_endpoint_is_another_robot(credential, register, settings):
    settings.WECOM_ENDPOINTS = settings.WECOM_ENDPOINTS | {"corp": "https://wecom.example.com"}

    again = register("Corp", webhook=URL.replace("qyapi.weixin.qq.com", "wecom.example.com"))

    assert again.robot != credential.robot


def test_a_replaced_key_belongs_to_another_robot_and_its_followers_hear_of_it(credential, root, monkeypatch):
    heard = []
    monkeypatch.setattr(key_followers, "_followers", [lambda *told: heard.append(told)])
    old, key = credential.robot, new_key()

    credential.replace_key(key, by=root)

    credential.refresh_from_db()
    assert credential.robot != old
    assert (credential.key_hint, credential.last_outcome) == (key[-4:], "")
    assert credential.key_replaced_at is not None
    assert heard == [(credential, old)]


def test_the_same_key_again_is_sealed_anew_and_moves_nothing(credential, root, monkeypatch):
    heard = []
    monkeypatch.setattr(key_followers, "_followers", [lambda *told: heard.append(told)])
    before = credential.sealed_key

    credential.replace_key(URL, by=root)

    assert credential.sealed_key != before
    assert heard == []


def test_a_key_of_another_credential_is_refused_on_replacing(credential, shops_own, root):
    with pytest.raises(DuplicateKeyError):
        shops_own.replace_key(KEY, by=root)

    shops_own.refresh_from_db()
    assert shops_own.key_hint != KEY[-4:]


def test_a_robot_is_named_by_its_endpoint_and_fingerprint(credential):
    assert str(credential.robot) == f"public · {credential.robot.fingerprint[:8]}"


def test_a_follower_signs_up_once(monkeypatch):
    monkeypatch.setattr(key_followers, "_followers", [])

    key_followers.follow(print)
    key_followers.follow(print)

    assert key_followers._followers == [print]


def test_who_replaces_a_key_second_tells_the_trail_what_the_first_left(credential, root):
    stale = Credential.objects.get(pk=credential.pk)
    first, second = new_key(), new_key()
    credential.replace_key(first, by=root)

    stale.replace_key(second, by=root)

    before = AuditEntry.objects.filter(verb="credential.replaced_key").latest("pk").before
    assert before["key"].endswith(first[-4:])

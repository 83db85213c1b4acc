from __future__ import annotations

import pytest

from teams.models import AccessToken, AuditEntry, Invitation, Role, Team

pytestmark = pytest.mark.django_db


def trail():
    return [(entry.verb, entry.target, entry.before, entry.after) for entry in AuditEntry.objects.all()]


def test_making_a_team(root):
    Team.create(slug="pay", name="Pay", by=root)

    settings = {"name": "Pay", "language": "zh-hans", "time_zone": "Asia/Shanghai"}
    assert trail() == [
        ("member.added", "root", {}, {"role": "owner"}),
        ("team.created", "pay", {}, settings),
    ]


def test_changing_a_team_names_only_what_changed(alice, shop):
    shop.change(by=alice, name="Store", language="zh-hans")

    assert trail() == [("team.changed", "shop", {"name": "Shop"}, {"name": "Store"})]


def test_changing_nothing_leaves_nothing(alice, shop):
    shop.change(by=alice, name="Shop")
    alice.change_profile(theme="auto")
    shop.memberships.get().change_role("owner", by=alice)

    assert trail() == []


def test_deleting_a_team(alice, shop):
    shop.remove(by=alice)

    assert [(verb, target) for verb, target, _, _ in trail()] == [("team.deleted", "shop")]


def test_a_membership_from_beginning_to_end(alice, charlie, shop):
    membership = shop.add_member(charlie, Role.VIEWER, by=alice)
    membership.change_role(Role.EDITOR, by=alice)
    membership.remove(by=alice)

    assert trail() == [
        ("member.removed", "charlie", {"role": "editor"}, {}),
        ("member.changed", "charlie", {"role": "viewer"}, {"role": "editor"}),
        ("member.added", "charlie", {}, {"role": "viewer"}),
    ]


def test_an_invitation_that_is_withdrawn(alice, shop):
    invitation, secret = Invitation.issue(shop, Role.VIEWER, by=alice, note="Li Lei")
    number = invitation.pk
    invitation.withdraw(by=alice)

    after = {"role": "viewer", "note": "Li Lei"}
    assert trail() == [
        ("invitation.withdrawn", f"shop #{number}", {}, after),
        ("invitation.issued", f"shop #{number}", {}, after),
    ]
    assert secret.reveal() not in str(trail())


def test_a_token_from_beginning_to_end(alice):
    token, secret = AccessToken.mint(alice, "script", scopes=["read"])
    token.revoke(by=alice)
    token.revoke(by=alice)

    assert [(verb, after) for verb, _, _, after in trail()] == [
        ("access_token.revoked", {}),
        ("access_token.created", {"scopes": ["read"]}),
    ]
    assert secret.reveal() not in str(trail())


def test_a_profile(alice):
    alice.change_profile(first_name="Alice Wang", theme="dark")

    assert trail() == [
        (
            "profile.changed",
            "alice",
            {"first_name": "", "theme": "auto"},
            {"first_name": "Alice Wang", "theme": "dark"},
        )
    ]

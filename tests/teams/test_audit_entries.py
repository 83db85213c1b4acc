from __future__ import annotations

import pytest

from sealing.secret import Secret
from teams.models import AuditEntry, Team

pytestmark = pytest.mark.django_db

KEY = "693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa"


def test_an_entry_says_who_did_what_to_what(alice, shop):
    AuditEntry.record(
        actor=alice,
        verb="step.changed",
        target="Nightly",
        team=shop,
        before={"urgent": False},
        after={"urgent": True},
        address="192.0.2.7",
    )

    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.actor_name, entry.verb, entry.target) == (
        alice,
        "alice",
        "step.changed",
        "Nightly",
    )
    assert (entry.team, entry.team_slug, entry.address) == (shop, "shop", "192.0.2.7")
    assert entry.changes == [("urgent", False, True)]
    assert entry.phrase == "Notification rule: changed"


def test_a_verb_without_words_stays_as_it_is():
    assert AuditEntry.record(actor=None, verb="moon.landed", target="x").phrase == "moon.landed"


def test_what_nobody_did_is_the_systems():
    assert AuditEntry.record(actor=None, verb="lane.held", target="x").actor_name == "system"


def test_a_secret_never_enters(alice):
    url = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"

    entry = AuditEntry.record(
        actor=alice,
        verb="credential.registered",
        target=url,
        before={"key": Secret("very secret")},
        after={"urls": [url], "names": {"b", "a"} & {"a"}, "deep": {"url": url}},
    )

    entry.refresh_from_db()
    kept = f"{entry.target} {entry.before} {entry.after}"
    assert KEY not in kept
    assert "very secret" not in kept
    assert entry.after["names"] == ["a"]


def test_an_entry_is_never_changed_or_deleted(alice):
    entry = AuditEntry.record(actor=alice, verb="team.created", target="x")

    with pytest.raises(TypeError, match="never changed"):
        entry.save()
    with pytest.raises(TypeError, match="never deleted"):
        entry.delete()


def test_names_outlive_people_and_teams(alice, shop):
    AuditEntry.record(actor=alice, verb="team.changed", target="shop", team=shop)
    numbers = (alice.pk, shop.pk)
    shop.delete()
    alice.delete()

    entry = AuditEntry.objects.get()
    assert (entry.actor_name, entry.team_slug, (entry.actor_id, entry.team_id)) == ("alice", "shop", numbers)


def test_owners_read_what_happened_in_their_teams(alice, bob, charlie, root, shop, other):
    AuditEntry.record(actor=alice, verb="team.changed", target="shop", team=shop)
    AuditEntry.record(actor=charlie, verb="team.changed", target="other", team=other)
    AuditEntry.record(actor=root, verb="person.signed_in", target="root")

    def seen(user):
        return [entry.target for entry in AuditEntry.objects.visible_to(user)]

    assert seen(alice) == ["shop"]
    assert seen(charlie) == ["other"]
    assert seen(bob) == []
    assert seen(root) == ["root", "other", "shop"]


def test_a_new_team_of_an_old_name_reads_nothing_of_the_old_one(alice, charlie, shop):
    AuditEntry.record(actor=alice, verb="team.changed", target="shop", team=shop)
    shop.delete()
    Team.create(slug="shop", name="Shop", by=charlie)

    assert [entry.verb for entry in AuditEntry.objects.visible_to(charlie)] == [
        "member.added",
        "team.created",
    ]


def test_who_may_not_sign_in_reads_nothing(root):
    AuditEntry.record(actor=root, verb="person.signed_in", target="root")
    root.is_active = False

    assert not AuditEntry.objects.visible_to(root).exists()

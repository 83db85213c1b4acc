from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from teams.models import Team
from teams.permissions import Verb, can, may_read_audit, require

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("V8.2.1", "V8.3.1")]

READING = {
    "team.view",
    "member.view",
    "credential.view",
    "pipeline.view",
    "event.view",
    "step.view",
    "delivery.view",
}
EDITING = READING | {
    "pipeline.create",
    "pipeline.edit",
    "pipeline.delete",
    "pipeline.mute",
    "token.manage",
    "hook.manage",
    "step.create",
    "step.edit",
    "step.delete",
    "step.mute",
    "step.test",
    "delivery.redeliver",
}
ALLOWED = {
    "vera": READING,
    "bob": EDITING,
    "alice": {verb.value for verb in Verb},
    "root": {verb.value for verb in Verb},
    "charlie": set(),
}


@pytest.mark.parametrize("name", ALLOWED)
@pytest.mark.parametrize("verb", [verb.value for verb in Verb])
def test_the_table_says_who_may_what(request, shop, name, verb):
    user = request.getfixturevalue(name)

    assert can(user, verb, shop) is (verb in ALLOWED[name])


@pytest.mark.parametrize("verb", [verb.value for verb in Verb])
def test_who_is_not_signed_in_or_no_longer_active_may_nothing(shop, alice, root, verb):
    alice.is_active = root.is_active = False

    assert not can(AnonymousUser(), verb, shop)
    assert not can(alice, verb, shop)
    assert not can(root, verb, shop)


def test_what_belongs_to_no_team_is_the_administrators(alice, root):
    assert can(root, "credential.manage", None)
    assert not can(alice, "credential.manage", None)


def test_a_verb_that_nobody_wrote_down_is_an_error(alice, shop):
    with pytest.raises(ValueError, match=r"step\.explode"):
        can(alice, "step.explode", shop)


def test_a_refusal_names_the_team_and_the_roles(bob, vera, shop):
    with pytest.raises(PermissionDenied) as editors:
        require(vera, Verb.STEP_EDIT, shop)
    with pytest.raises(PermissionDenied) as nobody:
        require(bob, Verb.CREDENTIAL_MANAGE, None)

    assert str(editors.value) == (
        "Your role in Shop does not allow this. Ask somebody with the role: Owner, Editor."
    )
    assert str(nobody.value) == "Only an administrator may do this. Ask one of them."


@pytest.mark.parametrize(
    ("name", "slugs"),
    [("alice", ["shop"]), ("vera", []), ("charlie", ["other"]), ("root", ["other", "shop"])],
)
def test_a_choice_of_teams_holds_those_where_one_may(request, shop, other, name, slugs):
    user = request.getfixturevalue(name)

    found = Team.objects.allowing(user, Verb.STEP_CREATE)

    assert [team.slug for team in found] == slugs


@pytest.mark.parametrize(
    ("name", "expected"), [("alice", True), ("bob", False), ("charlie", True), ("root", True)]
)
def test_the_audit_trail_is_for_owners_and_administrators(request, name, expected):
    assert may_read_audit(request.getfixturevalue(name)) is expected


def test_nobody_sees_a_team_with_a_closed_account(alice, root, shop):
    alice.is_active = root.is_active = False

    assert not Team.objects.visible_to(alice).exists()
    assert not Team.objects.visible_to(root).exists()
    assert not Team.objects.allowing(alice, Verb.TEAM_VIEW).exists()

"""Who may do what in a team: one table, a verb and the roles that may."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext

from teams.punctuation import listed
from teams.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import AnonymousUser

    from teams.models import Team, User


class Verb(StrEnum):
    """What can be done in a team; the words also stand in the audit trail."""

    TEAM_VIEW = "team.view"
    TEAM_EDIT = "team.edit"
    TEAM_DELETE = "team.delete"
    MEMBER_VIEW = "member.view"
    MEMBER_MANAGE = "member.manage"
    INVITATION_MANAGE = "invitation.manage"
    CREDENTIAL_VIEW = "credential.view"
    CREDENTIAL_REGISTER = "credential.register"
    CREDENTIAL_MANAGE = "credential.manage"
    PIPELINE_VIEW = "pipeline.view"
    PIPELINE_CREATE = "pipeline.create"
    PIPELINE_EDIT = "pipeline.edit"
    PIPELINE_DELETE = "pipeline.delete"
    PIPELINE_MUTE = "pipeline.mute"
    TOKEN_MANAGE = "token.manage"  # noqa: S105  # nosec B105
    HOOK_MANAGE = "hook.manage"
    EVENT_VIEW = "event.view"
    STEP_VIEW = "step.view"
    STEP_CREATE = "step.create"
    STEP_EDIT = "step.edit"
    STEP_DELETE = "step.delete"
    STEP_MUTE = "step.mute"
    STEP_TEST = "step.test"
    DELIVERY_VIEW = "delivery.view"
    DELIVERY_REDELIVER = "delivery.redeliver"
    AUDIT_VIEW = "audit.view"


EVERYONE = frozenset({Role.OWNER, Role.EDITOR, Role.VIEWER})
EDITORS = frozenset({Role.OWNER, Role.EDITOR})
OWNERS = frozenset({Role.OWNER})

ROLES: Mapping[Verb, frozenset[Role]] = {
    Verb.TEAM_VIEW: EVERYONE,
    Verb.TEAM_EDIT: OWNERS,
    Verb.TEAM_DELETE: OWNERS,
    Verb.MEMBER_VIEW: EVERYONE,
    Verb.MEMBER_MANAGE: OWNERS,
    Verb.INVITATION_MANAGE: OWNERS,
    Verb.CREDENTIAL_VIEW: EVERYONE,
    Verb.CREDENTIAL_REGISTER: OWNERS,
    Verb.CREDENTIAL_MANAGE: OWNERS,
    Verb.PIPELINE_VIEW: EVERYONE,
    Verb.PIPELINE_CREATE: EDITORS,
    Verb.PIPELINE_EDIT: EDITORS,
    Verb.PIPELINE_DELETE: EDITORS,
    Verb.PIPELINE_MUTE: EDITORS,
    Verb.TOKEN_MANAGE: EDITORS,
    Verb.HOOK_MANAGE: EDITORS,
    Verb.EVENT_VIEW: EVERYONE,
    Verb.STEP_VIEW: EVERYONE,
    Verb.STEP_CREATE: EDITORS,
    Verb.STEP_EDIT: EDITORS,
    Verb.STEP_DELETE: EDITORS,
    Verb.STEP_MUTE: EDITORS,
    Verb.STEP_TEST: EDITORS,
    Verb.DELIVERY_VIEW: EVERYONE,
    Verb.DELIVERY_REDELIVER: EDITORS,
    Verb.AUDIT_VIEW: OWNERS,
}


def can(user: User | AnonymousUser, verb: str, team: Team | None) -> bool:
    """Tell whether this person's role in the team allows the verb; an administrator may do everything.

    What belongs to no team (`None`) is the administrators'.

    Raises:
        ValueError: for a verb that is not in the table.
    """
    roles = ROLES[Verb(verb)]
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    return team is not None and team.memberships.filter(user_id=user.pk, role__in=roles).exists()


def may_read_audit(user: User | AnonymousUser) -> bool:
    """Tell whether any part of the audit trail is this person's to read."""
    if not user.is_active or user.is_superuser:
        return user.is_active
    return user.memberships.filter(role__in=ROLES[Verb.AUDIT_VIEW]).exists()


def require(user: User | AnonymousUser, verb: str, team: Team | None) -> None:
    """Let pass whoever may; call it after the door (`visible_to`), for strangers get 404 there.

    Raises:
        PermissionDenied: with a sentence naming the roles that may (403).
    """
    if can(user, verb, team):
        return
    if team is None:
        raise PermissionDenied(gettext("Only an administrator may do this. Ask one of them."))
    who = listed(role.label for role in Role if role in ROLES[Verb(verb)])
    raise PermissionDenied(
        gettext("Your role in %(team)s does not allow this. Ask somebody with the role: %(roles)s.")
        % {"team": team.name, "roles": who}
    )

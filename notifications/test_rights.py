"""Who may send a credential's own test: its keepers, and who may test steps of a team that uses it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext

from credentials.models import Credential
from teams.models import Team, User
from teams.permissions import Verb, can


def may_test_credential(user: User, credential: Credential) -> bool:
    if can(user, Verb.CREDENTIAL_MANAGE, credential.owning_team):
        return True
    own_teams = Team.objects.filter(memberships__user=user)
    uses = Credential.objects.usable_by
    return any(
        can(user, Verb.STEP_TEST, team) and uses(team).filter(pk=credential.pk).exists() for team in own_teams
    )


def require_credential_test(user: User, credential: Credential) -> None:
    """Let pass whoever may test this credential; call it after the door.

    Raises:
        PermissionDenied: with a sentence that says who may (403).
    """
    if not may_test_credential(user, credential):
        sentence = gettext("Only its keepers and editors of teams that use %(name)s may test it.")
        raise PermissionDenied(sentence % {"name": credential.name})

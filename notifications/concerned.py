"""Whom it concerns that a robot takes nothing."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from credentials.models import Credential
from notifications.models import Step
from teams.models import Role, User


def concerned_by(credentials: Iterable[Credential]) -> dict[User, list[Credential]]:
    """Return who is told of a robot, each with those of its credentials that are theirs to know.

    They are the owners of the teams whose steps use a credential and of the team that keeps it; the
    administrators are told of those that they keep.
    """
    found: dict[User, list[Credential]] = {}
    for credential in credentials:
        for person in _people(credential):
            found.setdefault(person, []).append(credential)
    return found


def _people(credential: Credential) -> Iterable[User]:
    using = Step.objects.filter(credential=credential).order_by().values("team")
    in_team = Q(memberships__team__in=using) | Q(memberships__team=credential.owning_team_id)
    is_told = Q(memberships__role=Role.OWNER) & in_team
    if credential.owning_team_id is None:
        is_told = (Q(memberships__role=Role.OWNER) & Q(memberships__team__in=using)) | Q(is_superuser=True)
    return User.objects.filter(is_told, is_active=True).order_by("pk").distinct()

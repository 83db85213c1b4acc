"""Which credentials somebody may see, use and keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from teams.models import Team
from teams.permissions import Verb

if TYPE_CHECKING:
    from credentials.models.credential import Credential  # noqa: F401
    from teams.models import User


class CredentialQuerySet(models.QuerySet["Credential"]):
    def visible_to(self, user: User) -> Self:
        """Return what this person's teams may use; administrators see all."""
        if not user.is_active:
            return self.none()
        return self if user.is_superuser else self._for_teams(user.memberships.values("team"))

    def usable_by(self, team: Team) -> Self:
        """Return what a team's steps may use."""
        return self._for_teams([team.pk]).filter(is_enabled=True)

    def manageable_by(self, user: User) -> Self:
        """Return what this person may change: an administrator everything, an owner their team's own."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(owning_team__in=Team.objects.allowing(user, Verb.CREDENTIAL_MANAGE))

    def with_details(self) -> Self:
        """Fetch teams and using steps along, in a constant number of queries."""
        return self.select_related("owning_team").prefetch_related("teams", "steps__team")

    def matching(self, text: str) -> Self:
        """Return those whose name or description holds the text."""
        return self.filter(Q(name__icontains=text) | Q(description__icontains=text))

    def _for_teams(self, teams: Any) -> Self:
        shared = self.model.teams.through.objects.filter(team__in=teams).values("credential")
        return self.filter(Q(is_shared_with_all=True) | Q(owning_team__in=teams) | Q(pk__in=shared))

"""Who may use a credential: every team, some teams, and the team whose owners keep it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from credentials.errors import CredentialInUseError
from teams.models import Team
from teams.permissions import Verb, can

if TYPE_CHECKING:
    from teams.models import User


def require_may_share(user: User, teams: Collection[Team], *, with_all: bool) -> None:
    """Let administrators share with anybody, and a team's owners with teams of their own.

    Raises:
        PermissionDenied: with a sentence that says what this person may do.
    """
    if user.is_active and user.is_superuser:
        return
    if with_all or not teams or not all(can(user, Verb.CREDENTIAL_REGISTER, team) for team in teams):
        raise PermissionDenied(
            gettext(
                "You may share credentials only with teams you own. "
                "Name one of them, or ask an administrator."
            )
        )


class Shared(models.Model):
    is_shared_with_all = models.BooleanField(_("Every team may use it"), default=False)
    teams = models.ManyToManyField("teams.Team", blank=True, related_name="%(class)ss")
    owning_team = models.ForeignKey(
        "teams.Team", models.SET_NULL, null=True, blank=True, related_name="own_%(class)ss"
    )

    class Meta:
        abstract = True

    @property
    def sharing(self) -> dict[str, Any]:
        """Describe who may use it, as the audit trail keeps it."""
        slugs = sorted(self.teams.values_list("slug", flat=True))
        return {"shared_with_all": self.is_shared_with_all, "teams": slugs}

    def share_with(self, teams: Collection[Team], *, with_all: bool, by: User) -> None:
        """Set who may use it; what an administrator gave other teams stays theirs.

        Raises:
            PermissionDenied: when `by` may not share so.
            CredentialInUseError: when steps of a team that would lose it use it.
        """
        require_may_share(by, teams, with_all=with_all and not self.is_shared_with_all)
        if not by.is_superuser:
            with_all = self.is_shared_with_all
            own = Team.objects.allowing(by, Verb.CREDENTIAL_REGISTER)
            teams = {*teams, *self.teams.exclude(pk__in=own.values("pk"))}
        if not with_all:
            self._refuse_to_leave(teams)
        self.is_shared_with_all = with_all
        self.save(update_fields=["is_shared_with_all"])
        self.teams.set(teams)

    def _refuse_to_leave(self, teams: Collection[Team]) -> None:
        ids = [team.pk for team in teams] + [self.owning_team_id]
        steps = self.steps.exclude(team__in=[key for key in ids if key])  # type: ignore[attr-defined]
        if steps:
            raise CredentialInUseError(str(self), [str(step) for step in steps])

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
from teams.permissions import ROLES, Verb, can

if TYPE_CHECKING:
    from teams.models import User


def teams_that_may_register(user: User) -> models.QuerySet[Team]:
    """Return the teams for which this person may register and share credentials."""
    if not user.is_active:
        return Team.objects.none()
    if user.is_superuser:
        return Team.objects.all()
    return Team.objects.filter(memberships__user=user, memberships__role__in=ROLES[Verb.CREDENTIAL_REGISTER])


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
                "You may register credentials only for teams you own. "
                "Name one of them, or ask an administrator."
            )
        )


class Shared(models.Model):
    is_shared_with_all = models.BooleanField(_("every team may use it"), default=False)
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

    def is_managed_by(self, user: User) -> bool:
        """Tell whether this person may change, replace and delete it."""
        return can(user, Verb.CREDENTIAL_MANAGE, self.owning_team)

    def share_with(self, teams: Collection[Team], *, with_all: bool, by: User) -> None:
        """Set who may use it; what an administrator gave other teams stays theirs.

        Raises:
            PermissionDenied: when `by` may not share so.
            CredentialInUseError: when steps of a team that would lose it use it.
        """
        require_may_share(by, teams, with_all=with_all)
        with_all = with_all or (self.is_shared_with_all and not by.is_superuser)
        own = teams_that_may_register(by)
        kept = {*teams, *self.teams.exclude(pk__in=own.values("pk"))} if self._is_saved else {*teams}
        if self._is_saved and not with_all:
            self._refuse_to_leave(kept)
        self.is_shared_with_all = with_all
        self.save(update_fields=["is_shared_with_all"])
        self.teams.set(kept)

    @property
    def _is_saved(self) -> bool:
        return not self._state.adding

    def _refuse_to_leave(self, teams: Collection[Team]) -> None:
        steps = self.steps.exclude(team__in=[*teams, self.owning_team])  # type: ignore[attr-defined]
        if steps:
            raise CredentialInUseError(self, [str(step) for step in steps])  # type: ignore[arg-type]

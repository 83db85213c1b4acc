from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext

from teams.models import AuditEntry

if TYPE_CHECKING:
    from credentials.models import Credential
    from teams.models import Team, User


class Fallback(models.Model):
    """The credential whose group a team is told by when a robot of its rules takes nothing."""

    team = models.OneToOneField("teams.Team", models.CASCADE, primary_key=True, related_name="fallback")
    credential = models.ForeignKey("credentials.Credential", models.PROTECT, related_name="fallbacks")

    def __str__(self) -> str:
        return gettext("the fallback of %(team)s") % {"team": self.team}

    @classmethod
    def of(cls, team: Team) -> Credential | None:
        """Return the credential that a team named, if it did."""
        found = cls.objects.filter(team=team).select_related("credential").first()
        return found.credential if found else None

    @classmethod
    def choose(cls, team: Team, credential: Credential | None, *, by: User) -> None:
        """Name a credential that the team may use, or none; whoever calls has checked both."""
        with transaction.atomic():
            before = cls.of(team)
            if before == credential:
                return
            if credential is None:
                cls.objects.filter(team=team).delete()
            else:
                cls.objects.update_or_create(team=team, defaults={"credential": credential})
            AuditEntry.record(
                actor=by,
                verb="fallback.chosen" if credential else "fallback.removed",
                target=team.slug,
                team=team,
                before={"credential": before.name} if before else {},
                after={"credential": credential.name} if credential else {},
            )


class Stoppage(models.Model):
    """A team whose fallback group was told that a robot takes nothing, and not yet that this is over."""

    lane = models.ForeignKey("notifications.Lane", models.CASCADE, related_name="stoppages")
    team = models.ForeignKey("teams.Team", models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lane", "team"], name="a_stoppage_is_told_to_a_team_once")
        ]

    def __str__(self) -> str:
        return f"lane {self.lane_id} of {self.team_id}"

"""What one person may know of credentials: their names, and of those they keep everything but the key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from teams.models import Team, User
from teams.permissions import Verb

if TYPE_CHECKING:
    from credentials.models import Credential


class Reader:
    """A person looking at credentials; asks the database once, whatever the number of credentials."""

    def __init__(self, user: User) -> None:
        self.sees_all = user.is_active and user.is_superuser
        self.team_ids = set(Team.objects.visible_to(user).values_list("pk", flat=True))
        self.kept_team_ids = set(
            Team.objects.allowing(user, Verb.CREDENTIAL_MANAGE).values_list("pk", flat=True)
        )

    @property
    def may_register(self) -> bool:
        return self.sees_all or bool(self.kept_team_ids)

    def keeps(self, credential: Credential) -> bool:
        """Tell whether this person may change, replace and delete it."""
        return self.sees_all or credential.owning_team_id in self.kept_team_ids

    def teams_of(self, credential: Credential) -> list[Team]:
        """Return those of its teams that this person knows."""
        return [team for team in credential.teams.all() if self.sees_all or team.pk in self.team_ids]

    def steps_of(self, credential: Credential) -> list[Any]:
        """Return those of the steps using it that this person may see."""
        return [step for step in credential.steps.all() if self._sees(step)]

    def name_of(self, step: Any) -> str:
        """Return the name of a step that uses a credential, or no more than that another team has it."""
        return str(step) if self._sees(step) else gettext("one of another team")

    def _sees(self, step: Any) -> bool:
        return self.sees_all or step.team_id in self.team_ids

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from teams.models.audit_entry import AuditEntry
from teams.refused import Refused
from teams.roles import Role

if TYPE_CHECKING:
    from teams.models.user import User


class Membership(models.Model):
    """What a person may do in a team."""

    team = models.ForeignKey("teams.Team", models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.EDITOR)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["team", "user"], name="one_membership_per_person")]

    def __str__(self) -> str:
        return f"{self.user} · {self.team} · {self.role}"

    def change_role(self, role: str, *, by: User) -> None:
        """Give the member another role.

        Raises:
            Refused: when the team would be left without an owner.
        """
        with transaction.atomic():
            self._hold_the_owners()
            if role == self.role:
                return
            if role != Role.OWNER:
                self._refuse_for_the_last_owner()
            before, self.role = self.role, Role(role)
            self.save(update_fields=["role"])
            AuditEntry.record(
                actor=by,
                verb="member.changed",
                target=self.user.get_username(),
                team=self.team,
                before={"role": before},
                after={"role": self.role},
            )

    def remove(self, *, by: User) -> None:
        """End the membership.

        Raises:
            Refused: when the team would be left without an owner.
        """
        with transaction.atomic():
            self._hold_the_owners()
            self._refuse_for_the_last_owner()
            AuditEntry.record(
                actor=by,
                verb="member.removed",
                target=self.user.get_username(),
                team=self.team,
                before={"role": self.role},
            )
            self.delete()

    def _hold_the_owners(self) -> None:
        # Two owners leaving at once must not both see the other one stay; and this one may be stale.
        list(self.team.memberships.select_for_update().filter(role=Role.OWNER).values_list("pk"))
        self.refresh_from_db(fields=["role"])

    def _refuse_for_the_last_owner(self) -> None:
        others = self.team.memberships.filter(role=Role.OWNER, user__is_active=True).exclude(pk=self.pk)
        if self.role == Role.OWNER and not others.exists():
            raise Refused(
                gettext("%(person)s is the last owner of %(team)s: make somebody else an owner first.")
                % {"person": self.user, "team": self.team}
            )

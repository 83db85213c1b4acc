from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sealing import tokens
from teams.models.audit_entry import AuditEntry
from teams.models.user import User
from teams.refused import Refused
from teams.roles import Role

if TYPE_CHECKING:
    from sealing.secret import Secret
    from teams.models.membership import Membership
    from teams.models.team import Team

VALID_FOR = timedelta(hours=72)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Return what nobody used yet and what has not expired."""
        return self.filter(accepted_at=None, expires_at__gt=timezone.now())

    def with_text(self, text: str) -> Self:
        """Return the invitation whose link holds this text, if any."""
        if not tokens.is_well_formed(text):
            return self.none()
        return self.filter(digest=tokens.digest(text))


class Invitation(models.Model):
    """A link that makes its bearer a member of a team, once; only the token's digest is kept."""

    team = models.ForeignKey("teams.Team", models.CASCADE, related_name="invitations")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.EDITOR)
    note = models.CharField(_("for whom"), max_length=100, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="invitations_issued"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.team} · {self.role} · {self.created_at:%Y-%m-%d}"

    @classmethod
    def issue(cls, team: Team, role: str, *, by: User, note: str = "") -> tuple[Invitation, Secret]:
        """Make an invitation and return it with its link's text, which is never readable again."""
        secret = tokens.mint()
        with transaction.atomic():
            invitation = cls.objects.create(
                team=team,
                role=Role(role),
                note=note,
                digest=tokens.digest(secret.reveal()),
                created_by=by,
                expires_at=timezone.now() + VALID_FOR,
            )
            invitation.record_in_audit("invitation.issued", by)
        return invitation, secret

    def redeem(self, user: User) -> Membership:
        """Make this person a member and use the invitation up.

        Raises:
            Refused: when it was used or expired meanwhile, or when the person is a member already.
        """
        with transaction.atomic():
            now = timezone.now()
            claimed = type(self).objects.open().filter(pk=self.pk).update(accepted_by=user, accepted_at=now)
            if not claimed:
                raise Refused(gettext("This invitation was used or has expired: ask for a new link."))
            self.record_in_audit("invitation.accepted", user)
            return self.team.add_member(user, self.role, by=user)

    def enrol(self, *, username: str, password: str, full_name: str) -> User:
        """Make an account for a new person and redeem the invitation with it, both or neither.

        Raises:
            Refused: as `redeem`.
        """
        with transaction.atomic():
            user = User.objects.create_user(username, password=password, first_name=full_name)
            AuditEntry.record(actor=user, verb="person.created", target=username, team=self.team)
            self.redeem(user)
        return user

    def withdraw(self, *, by: User) -> None:
        """End an invitation that nobody used yet."""
        with transaction.atomic():
            self.record_in_audit("invitation.withdrawn", by)
            self.delete()

    def record_in_audit(self, verb: str, by: User) -> None:
        target = f"{self.team.slug} #{self.pk}"
        after = {"role": self.role, "note": self.note}
        AuditEntry.record(actor=by, verb=verb, target=target, team=self.team, after=after)

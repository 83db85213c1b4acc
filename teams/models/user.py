from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from teams.models.audit_entry import AuditEntry
from teams.models.membership import Membership
from teams.models.person_manager import PersonManager
from teams.models.team import Team
from teams.punctuation import listed
from teams.refused import Refused
from teams.roles import Role

PROFILE = ("first_name", "language", "theme")


class Theme(models.TextChoices):
    AUTO = "auto", _("As the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class User(AbstractUser):
    """A person who signs in; an administrator is a superuser. The full name is kept in `first_name`."""

    language = models.CharField(_("language"), max_length=10, blank=True, choices=settings.LANGUAGES)
    theme = models.CharField(_("theme"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    wecom_id = models.CharField(
        _("WeCom account"),
        max_length=64,
        blank=True,
        help_text=_("The name rules mention, where it is not the user name."),
    )
    left_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Sessions of an earlier generation are nobody's, wherever they are kept.
    session_generation = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[PersonManager] = PersonManager()

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def become_administrator(self) -> None:
        """Make the person an active administrator; one who is stays as they are."""
        if self.is_superuser and self.is_active:
            return
        self.is_superuser = self.is_staff = self.is_active = True
        self.left_at = None
        self.save(update_fields=["is_superuser", "is_staff", "is_active", "left_at"])
        AuditEntry.record(actor=None, verb="person.made_administrator", target=self.get_username())

    def change_profile(self, **given: Any) -> Self:
        """Change the full name, the language or the theme; the person's own act."""
        with transaction.atomic():
            before = type(self).objects.filter(pk=self.pk).values(*PROFILE).get()
            changed = [field for field in given if given[field] != before[field]]
            for field, value in given.items():
                setattr(self, field, value)
            if changed:
                self.save(update_fields=changed)
                AuditEntry.record(
                    actor=self,
                    verb="profile.changed",
                    target=self.get_username(),
                    before={field: before[field] for field in changed},
                    after={field: given[field] for field in changed},
                )
        return self

    def get_session_auth_hash(self) -> str:
        return self._of_this_generation(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        return map(self._of_this_generation, super().get_session_auth_fallback_hash())

    def _of_this_generation(self, password_hash: str) -> str:
        if not self.session_generation:
            return password_hash
        return sha256(f"{self.session_generation}:{password_hash}".encode()).hexdigest()

    def mention_names(self) -> set[str]:
        """Return the names, in small letters, under which rules may mention this person."""
        return {name.casefold() for name in (self.username, self.wecom_id) if name}

    def name_in_wecom(self, wecom_id: str, *, by: User) -> None:
        """Keep the account that rules mention this person by."""
        with transaction.atomic():
            before = type(self).objects.values_list("wecom_id", flat=True).get(pk=self.pk)
            if before == wecom_id:
                return
            self.wecom_id = wecom_id
            self.save(update_fields=["wecom_id"])
            self._record("changed", by, before={"wecom_id": before}, after={"wecom_id": wecom_id})

    def end_sessions(self, *, by: User) -> None:
        """Sign the person out everywhere, at once and in every process."""
        with transaction.atomic():
            self._begin_a_generation()
            self._record("sessions_ended", by)

    def teams_owned_alone(self) -> QuerySet[Team]:
        """Return the teams in which nobody else who may sign in is an owner."""
        owners = Membership.objects.filter(team=OuterRef("pk"), role=Role.OWNER, user__is_active=True)
        owned = Team.objects.filter(memberships__user=self, memberships__role=Role.OWNER)
        return owned.exclude(Exists(owners.exclude(user=self)))

    def deactivate(self, *, by: User) -> None:
        """End all that lets this person in, at once and in every process: sessions, tokens and links.

        What they made stays; `teams.left_to_do` lists what others should replace.

        Raises:
            Refused: for the last administrator, and for the last owner of a team.
        """
        with transaction.atomic():
            self._hold_who_could_leave_too()
            if not self.is_active:
                return
            self._refuse_for_the_last_one()
            ended = self._end_tokens_and_links(by)
            self.is_active, self.left_at = False, timezone.now()
            self.save(update_fields=["is_active", "left_at"])
            self._begin_a_generation()
            self._record("deactivated", by, after=ended)

    def reactivate(self, *, by: User) -> None:
        """Let the person sign in again; sessions, tokens and links that ended stay ended."""
        with transaction.atomic():
            back = type(self).objects.filter(pk=self.pk, is_active=False)
            if back.update(is_active=True, left_at=None):
                self.is_active, self.left_at = True, None
                self._record("reactivated", by)

    def _hold_who_could_leave_too(self) -> None:
        # Two who leave at once must not both see the other one stay.
        people = User.objects.filter(Q(pk=self.pk) | Q(is_superuser=True, is_active=True))
        list(people.select_for_update(no_key=True).order_by("pk").values_list("pk"))
        teams = self.memberships.filter(role=Role.OWNER).values("team")
        owners = Membership.objects.filter(team__in=teams, role=Role.OWNER)
        list(owners.select_for_update().order_by("pk").values_list("pk"))
        self.refresh_from_db(fields=["is_active", "is_superuser", "session_generation"])

    def _refuse_for_the_last_one(self) -> None:
        others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=self.pk)
        if self.is_superuser and not others.exists():
            reason = gettext(
                "%(person)s is the last administrator: make another one first, "
                "by  manage.py create_admin EMAIL ."
            )
            raise Refused(reason % {"person": self})
        if alone := listed(team.name for team in self.teams_owned_alone()):
            reason = gettext("%(person)s is the last owner of %(team)s: make somebody else an owner first.")
            raise Refused(reason % {"person": self, "team": alone})

    def _end_tokens_and_links(self, by: User) -> dict[str, int]:
        tokens = [*self.access_tokens.filter(revoked_at=None)]
        invitations = [*self.invitations_issued.open().select_related("team")]
        for token in tokens:
            token.revoke(by=by)
        for invitation in invitations:
            invitation.withdraw(by=by)
        self.password_links.open().delete()
        return {"access_tokens": len(tokens), "invitations": len(invitations)}

    def _begin_a_generation(self) -> None:
        type(self).objects.filter(pk=self.pk).update(session_generation=F("session_generation") + 1)
        self.refresh_from_db(fields=["session_generation"])

    def _record(self, act: str, by: User, **states: Any) -> None:
        AuditEntry.record(actor=by, verb=f"person.{act}", target=self.get_username(), **states)

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from credentials import key_followers
from credentials.errors import CredentialInUseError, DuplicateKeyError
from credentials.models.sealed_key import SealedKey
from credentials.models.sharing import Shared, require_may_share
from credentials.webhook_urls import parse
from sealing.secret import Secret
from teams.models import AuditEntry
from teams.permissions import ROLES, Verb

if TYPE_CHECKING:
    from teams.models import Team, User


class CredentialQuerySet(models.QuerySet["Credential"]):
    def visible_to(self, user: User) -> Self:
        """Return what this person's teams may use; administrators see all."""
        if not user.is_active:
            return self.none()
        return self if user.is_superuser else self._for_teams(user.memberships.values("team"))

    def usable_by(self, team: Team) -> Self:
        """Return what a team's steps may use."""
        return self._for_teams([team]).filter(is_enabled=True)

    def manageable_by(self, user: User) -> Self:
        """Return what this person may change: an administrator everything, an owner their team's own."""
        if not user.is_active:
            return self.none()
        own = user.memberships.filter(role__in=ROLES[Verb.CREDENTIAL_MANAGE])
        return self if user.is_superuser else self.filter(owning_team__in=own.values("team"))

    def _for_teams(self, teams: Any) -> Self:
        shared = Credential.teams.through.objects.filter(team__in=teams)
        return self.filter(
            Q(is_shared_with_all=True) | Q(owning_team__in=teams) | Q(pk__in=shared.values("credential"))
        )


class Credential(SealedKey, Shared):
    """A named, sealed robot key, the endpoint it belongs to and the teams that may use it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("description"), max_length=500, blank=True)
    is_enabled = models.BooleanField(_("enabled"), default=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_key(self) -> str:
        return f"key=…{self.key_hint}"

    @classmethod
    @transaction.atomic
    def register(  # what a person tells about a new credential
        cls,
        *,
        name: str,
        webhook: Secret | str,
        by: User,
        teams: Collection[Team] = (),
        for_all: bool = False,
        description: str = "",
        owning_team: Team | None = None,
    ) -> Self:
        """Seal a robot's key, given as its whole address or alone, and share it.

        What a team's owner registers belongs to that team; an administrator's belongs to none.

        Raises:
            WebhookError: when the address or key is none.
            DuplicateKeyError: when a credential that `by` may see holds the key.
            PermissionDenied: when `by` may not share so.
            SealingError: when this server has no keyring to seal with.
        """
        require_may_share(by, teams, with_all=for_all)
        if owning_team is None and not by.is_superuser:
            owning_team = next(iter(teams))
        credential = cls(name=name, description=description, created_by=by, owning_team=owning_team)
        credential._keep_new(webhook, by=by)
        credential.save(force_insert=True)
        credential.share_with(teams, with_all=for_all, by=by)
        credential._record("registered", by=by, after=credential._described)
        return credential

    @transaction.atomic
    def replace_key(self, webhook: Secret | str, *, by: User) -> None:
        """Seal another key in the old one's place; what waits follows it. Raises as `register` does."""
        before, old_robot = {"key": self.masked_key, "endpoint": self.endpoint}, self.robot
        self._keep_new(webhook, by=by)
        self.key_replaced_at = timezone.now()
        self.last_outcome, self.last_errcode = "", None
        self.save(
            update_fields=[
                "endpoint",
                "robot",
                "sealed_key",
                "key_hint",
                "key_replaced_at",
                "last_outcome",
                "last_errcode",
            ]
        )
        if self.robot != old_robot:
            key_followers.tell(self, old_robot)
        after = {"key": self.masked_key, "endpoint": self.endpoint}
        self._record("replaced_key", by=by, before=before, after=after)

    @transaction.atomic
    def edit(self, *, by: User, name: str, description: str) -> None:
        before = {"name": self.name, "description": self.description}
        self.name, self.description = name, description
        self.save(update_fields=["name", "description"])
        self._record("edited", by=by, before=before, after={"name": name, "description": description})

    @transaction.atomic
    def share(self, teams: Collection[Team], *, with_all: bool, by: User) -> None:
        """Set who may use it. Raises as `share_with` does."""
        before = self.sharing
        self.share_with(teams, with_all=with_all, by=by)
        if self.sharing != before:
            self._record("shared", by=by, before=before, after=self.sharing)

    @transaction.atomic
    def set_enabled(self, is_enabled: bool, *, by: User) -> None:  # noqa: FBT001
        self.is_enabled = is_enabled
        self.save(update_fields=["is_enabled"])
        self._record("enabled" if is_enabled else "disabled", by=by)

    @transaction.atomic
    def remove(self, *, by: User) -> None:
        """Delete it for good.

        Raises:
            CredentialInUseError: naming the steps that use it.
        """
        before = self._described
        try:
            self.delete()
        except ProtectedError as error:
            steps = [str(step) for step in error.protected_objects]
            raise CredentialInUseError(self, steps) from None
        self._record("deleted", by=by, before=before)

    def _keep_new(self, webhook: Secret | str, *, by: User) -> None:
        self.keep(parse(Secret(webhook) if isinstance(webhook, str) else webhook))
        others = Credential.objects.visible_to(by).filter(robot=self.robot).exclude(pk=self.pk)
        if existing := others.first():
            raise DuplicateKeyError(existing)

    @property
    def _described(self) -> dict[str, Any]:
        return {"name": self.name, "key": self.masked_key, "endpoint": self.endpoint, **self.sharing}

    def _record(
        self,
        what: str,
        *,
        by: User,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> None:
        AuditEntry.record(
            actor=by,
            verb=f"credential.{what}",
            target=self.name,
            team=self.owning_team,
            before=before,
            after=after,
        )

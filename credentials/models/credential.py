from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from credentials import key_followers
from credentials.errors import CredentialInUseError, DuplicateKeyError
from credentials.models.queries import CredentialQuerySet
from credentials.models.sealed_key import SealedKey
from credentials.models.sharing import Shared, require_may_share
from credentials.models.switching import SWITCH_FIELDS, Switched
from credentials.readers import Reader
from credentials.webhook_urls import parse, refuse_keys
from sealing.secret import Secret
from teams.models import AuditEntry

if TYPE_CHECKING:
    from teams.models import Team, User

NOT_TYPED = ["sealed_key", "key_hint", "owning_team", "created_by", "key_typed_by"]
KEY_FIELDS = (
    "endpoint",
    "robot",
    "sealed_key",
    "key_hint",
    "key_replaced_at",
    "key_typed_by",
    "last_outcome",
    "last_errcode",
)


class Credential(SealedKey, Switched, Shared):
    """A named, sealed robot key, the endpoint it belongs to and the teams that may use it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=100, validators=[refuse_keys])
    description = models.CharField(_("description"), max_length=500, blank=True, validators=[refuse_keys])
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
            WebhookError, ValidationError: for an address, name or description that cannot be used.
            DuplicateKeyError: when a credential that `by` may see holds the key.
            PermissionDenied: when `by` may not share so.
            KeyringUnusableError: when this server has no keyring to seal with.
        """
        require_may_share(by, teams, with_all=for_all)
        keeper = owning_team or (None if by.is_superuser else next(iter(teams)))
        credential = cls(name=name, description=description, created_by=by, owning_team=keeper)
        credential._keep_new(webhook, by=by)
        credential.clean_fields(exclude=NOT_TYPED)
        credential.save(force_insert=True)
        credential.share_with(teams, with_all=for_all, by=by)
        credential._record("registered", by=by, after=credential._described)
        return credential

    @transaction.atomic
    def replace_key(self, webhook: Secret | str, *, by: User) -> None:
        """Seal another key in the old one's place; what waits follows it. Raises as `register` does."""
        self.refresh_from_db()
        supposed = self.robot
        self._keep_new(webhook, by=by)
        if self.robot != supposed:
            key_followers.get_ready(self, supposed)
        # Queues are locked before it; then it says what is replaced, whoever replaced it meanwhile.
        replaced = Credential.objects.select_for_update(no_key=True).get(pk=self.pk)
        before, old_robot = {"key": replaced.masked_key, "endpoint": replaced.endpoint}, replaced.robot
        if old_robot not in (supposed, self.robot):
            key_followers.get_ready(self, old_robot)
        self.key_replaced_at, self.last_outcome, self.last_errcode = timezone.now(), "", None
        enabled = self.enabled_by_new_key()
        self.save(update_fields=[*KEY_FIELDS, *SWITCH_FIELDS])
        if self.robot != old_robot:
            key_followers.tell(self, old_robot)
        after = {"key": self.masked_key, "endpoint": self.endpoint} | enabled
        self._record("replaced_key", by=by, before=before, after=after)

    @transaction.atomic
    def change(  # each is a setting of its own
        self,
        *,
        by: User,
        name: str | None = None,
        description: str | None = None,
        teams: Collection[Team] | None = None,
        for_all: bool | None = None,
        is_enabled: bool | None = None,
    ) -> None:
        """Change what is given and leave the rest.

        Raises ValidationError by field, PermissionDenied and CredentialInUseError as `share_with` does.
        """
        before = self._settings
        self.name = self.name if name is None else name
        self.description = self.description if description is None else description
        self.switch(on=self.is_enabled if is_enabled is None else is_enabled)
        self.clean_fields(exclude=["robot", "sealed_key", "key_hint"])
        self.save(update_fields=["name", "description", *SWITCH_FIELDS])
        if teams is not None or for_all is not None:
            chosen = self.teams.all() if teams is None else teams
            with_all = self.is_shared_with_all if for_all is None else for_all
            self.share_with(chosen, with_all=with_all, by=by)
        after = self._settings
        changed = [setting for setting in after if after[setting] != before[setting]]
        if changed:
            was, now = ({each: side[each] for each in changed} for side in (before, after))
            self._record("changed", by=by, before=was, after=now)

    @transaction.atomic
    def remove(self, *, by: User) -> None:
        """Delete it for good.

        Raises:
            CredentialInUseError: naming the steps that use it; those of teams `by` is not in have no name.
        """
        before = self._described
        try:
            self.delete()
        except ProtectedError as error:
            reader = Reader(by)
            steps = [reader.name_of(step) for step in error.protected_objects]
            raise CredentialInUseError(self.name, steps) from None
        self._record("deleted", by=by, before=before)

    def _keep_new(self, webhook: Secret | str, *, by: User) -> None:
        self.key_typed_by = by
        self.keep(parse(Secret(webhook) if isinstance(webhook, str) else webhook))
        others = Credential.objects.visible_to(by).filter(robot=self.robot).exclude(pk=self.pk)
        if existing := others.first():
            raise DuplicateKeyError(existing)

    @property
    def _settings(self) -> dict[str, Any]:
        own = {"name": self.name, "description": self.description, "enabled": self.is_enabled}
        return own | self.sharing

    @property
    def _described(self) -> dict[str, Any]:
        return {"key": self.masked_key, "endpoint": self.endpoint} | self._settings

    def disable_for_its_robot(self, *, now: datetime) -> None:
        """Disable it because its robot took nothing for days; the system's own act."""
        self.is_enabled, self.auto_disabled_at = False, now
        self.save(update_fields=SWITCH_FIELDS)
        self._record("disabled", by=None, before={"enabled": True}, after={"enabled": False})

    def _record(
        self,
        what: str,
        *,
        by: User | None,
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

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from credentials.models import RetiredKey
from notifications.clockwork.turns import turn
from notifications.models.token import USE_NOTED_EVERY
from sealing.boxes import box, unbox
from sealing.keyring import Keyring
from sealing.keys import Purpose
from sealing.secret import Secret
from teams.models import AuditEntry

if TYPE_CHECKING:
    from notifications.models.pipeline import Pipeline
    from teams.models import Team, User

SECRET_BYTES = 24


def new_public_id() -> str:
    return secrets.token_hex(8)


class HookQuerySet(models.QuerySet["Hook"]):
    def live(self) -> Self:
        return self.filter(revoked_at=None)


class Hook(models.Model):
    """The address a CI system's own webhook posts to, and its secret, sealed with the web tier's key."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    team = models.ForeignKey("teams.Team", models.CASCADE, related_name="hooks")
    pipeline = models.ForeignKey(
        "notifications.Pipeline", models.CASCADE, null=True, blank=True, related_name="hooks"
    )
    source = models.CharField(_("CI system"), max_length=30)
    sealed_secret = models.TextField(editable=False)
    creates_pipelines = models.BooleanField(_("an unknown pipeline is created"), default=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = HookQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.source} · {self.public_id}"

    @property
    def url(self) -> str:
        return f"{settings.BASE_URL}/api/v1/hooks/{self.source}/{self.public_id}"

    @property
    def sealing_context(self) -> str:
        return f"hook {self.public_id}"

    @classmethod
    def add(
        cls, *, team: Team, pipeline: Pipeline | None, source: str, by: User, creates_pipelines: bool = True
    ) -> tuple[Self, Secret]:
        """Make a hook; its secret is returned once for the CI system's form.

        Raises:
            SealingError: when this process has no keyring to seal the secret with, or an old one.
        """
        secret = Secret(secrets.token_urlsafe(SECRET_BYTES))
        made = cls(
            team=team, pipeline=pipeline, source=source, created_by=by,
            creates_pipelines=creates_pipelines and pipeline is None,
        )  # fmt: skip
        keyring = Keyring.at(settings.KEYRING_FILE)
        RetiredKey.refuse(keyring.primary_symmetric(Purpose.HOOKS).key_id)
        made.sealed_secret = box(secret, keyring=keyring, context_text=made.sealing_context)
        with transaction.atomic():
            made.save()
            made._record("hook.created", by)
        return made, secret

    def secret(self) -> Secret:
        """Open the secret to check a signature with it.

        Raises:
            SealingError: when the keyring or its key is missing, or the stored value was changed.
        """
        return unbox(
            self.sealed_secret, keyring=Keyring.at(settings.KEYRING_FILE), context_text=self.sealing_context
        )

    def revoke(self, *, by: User) -> None:
        """End it at once; the row stays, for events name their reporter."""
        with transaction.atomic():
            self.revoked_at = timezone.now()
            self.save(update_fields=["revoked_at"])
            self._record("hook.revoked", by)

    def note_use(self) -> None:
        """Remember the last use, to the minute: an event more must not cost a write more."""
        now = timezone.now()
        since = now - USE_NOTED_EVERY
        if self.last_used_at is None or self.last_used_at <= since:
            # Of a burst the first one writes: the others find that it did, and commit nothing.
            unnoted = models.Q(last_used_at=None) | models.Q(last_used_at__lte=since)
            with turn():
                Hook.objects.filter(unnoted, pk=self.pk).update(last_used_at=now)

    def _record(self, verb: str, by: User) -> None:
        where = self.pipeline.full_name if self.pipeline else self.team.slug
        AuditEntry.record(actor=by, verb=verb, target=f"hook {self} of {where}", team=self.team)

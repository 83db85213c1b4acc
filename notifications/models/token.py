from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sealing.secret import Secret
from sealing.tokens import digest, mint
from teams.models import AuditEntry

if TYPE_CHECKING:
    from notifications.models.pipeline import Pipeline
    from teams.models import Team, User

HINT_LENGTH = 4
USE_NOTED_EVERY = timedelta(minutes=1)


class TokenQuerySet(models.QuerySet["Token"]):
    def live(self) -> Self:
        return self.filter(revoked_at=None)


class Token(models.Model):
    """A pipeline's or a team's token: it can report events and nothing else; only its digest is kept."""

    team = models.ForeignKey("teams.Team", models.CASCADE, related_name="tokens")
    pipeline = models.ForeignKey(
        "notifications.Pipeline", models.CASCADE, null=True, blank=True, related_name="tokens"
    )
    name = models.CharField(_("name"), max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=HINT_LENGTH, editable=False)
    creates_pipelines = models.BooleanField(_("an unknown pipeline is created"), default=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.name} · …{self.hint}"

    @classmethod
    def add(
        cls, *, team: Team, pipeline: Pipeline | None, name: str, by: User, creates_pipelines: bool = True
    ) -> tuple[Self, Secret]:
        """Make a token; its text is returned once and kept nowhere.

        Raises:
            ValidationError: for an empty or too long name.
        """
        secret = mint()
        text = secret.reveal()
        made = cls(
            team=team, pipeline=pipeline, name=name, digest=digest(text), hint=text[-HINT_LENGTH:],
            creates_pipelines=creates_pipelines and pipeline is None, created_by=by,
        )  # fmt: skip
        made.full_clean(exclude=["digest"])
        with transaction.atomic():
            made.save()
            made._record("token.created", by)
        return made, secret

    def revoke(self, *, by: User) -> None:
        """End it at once; the row stays, for events name their reporter."""
        with transaction.atomic():
            self.revoked_at = timezone.now()
            self.save(update_fields=["revoked_at"])
            self._record("token.revoked", by)

    def note_use(self) -> None:
        """Remember the last use, to the minute: an event more must not cost a write more."""
        now = timezone.now()
        if self.last_used_at is None or now - self.last_used_at >= USE_NOTED_EVERY:
            Token.objects.filter(pk=self.pk).update(last_used_at=now)

    def _record(self, verb: str, by: User) -> None:
        where = self.pipeline.full_name if self.pipeline else self.team.slug
        AuditEntry.record(
            actor=by, verb=verb, target=f"token {self.name} …{self.hint} of {where}", team=self.team
        )

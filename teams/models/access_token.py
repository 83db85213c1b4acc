from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sealing import tokens
from teams.models.audit_entry import AuditEntry

if TYPE_CHECKING:
    from sealing.secret import Secret
    from teams.models.user import User

WARNED_BEFORE = timedelta(days=30)
USED_AT_GRANULARITY = timedelta(minutes=1)


class Scope(models.TextChoices):
    """What a token may do: admin ⊃ write ⊃ read, and admin ⊃ events."""

    ADMIN = "admin", _("Everything its person may do")
    WRITE = "write", _("Read and change")
    READ = "read", _("Read")
    EVENTS = "events", _("Report events")


HOLDERS = {
    Scope.ADMIN: {Scope.ADMIN},
    Scope.WRITE: {Scope.ADMIN, Scope.WRITE},
    Scope.READ: {Scope.ADMIN, Scope.WRITE, Scope.READ},
    Scope.EVENTS: {Scope.ADMIN, Scope.EVENTS},
}


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def visible_to(self, user: User) -> Self:
        """Return a person's own tokens; nobody else's, whoever asks."""
        return self.filter(user=user) if user.is_active else self.none()

    def valid(self) -> Self:
        """Return what is neither revoked nor expired and whose person may sign in."""
        not_expired = models.Q(expires_at=None) | models.Q(expires_at__gt=timezone.now())
        return self.filter(not_expired, revoked_at=None, user__is_active=True)


class AccessToken(models.Model):
    """A person's token for the API; only its digest is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="access_tokens")
    name = models.CharField(_("name"), max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user} · {self.name} · …{self.hint}"

    @classmethod
    def mint(
        cls, user: User, name: str, *, scopes: list[str], expires_at: datetime | None = None
    ) -> tuple[AccessToken, Secret]:
        """Make a token and return it with its text, which is never readable again."""
        secret = tokens.mint()
        text = secret.reveal()
        with transaction.atomic():
            token = cls.objects.create(
                user=user,
                name=name,
                digest=tokens.digest(text),
                hint=text[-4:],
                scopes=[Scope(scope).value for scope in scopes],
                expires_at=expires_at,
            )
            AuditEntry.record(
                actor=user, verb="access_token.created", target=str(token), after={"scopes": token.scopes}
            )
        return token, secret

    @classmethod
    def authenticate(cls, text: str) -> AccessToken | None:
        """Return the valid token with this text and note its use, to the minute; else None."""
        if not tokens.is_well_formed(text):
            return None
        token = cls.objects.valid().select_related("user").filter(digest=tokens.digest(text)).first()
        if token is not None:
            token.note_use()
        return token

    def revoke(self, *, by: User) -> None:
        """End the token now; a second time changes nothing."""
        with transaction.atomic():
            now = timezone.now()
            if not type(self).objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=now):
                return
            self.revoked_at = now
            AuditEntry.record(actor=by, verb="access_token.revoked", target=str(self))

    def holds(self, scope: Scope) -> bool:
        """Tell whether the token's scopes include this one."""
        return not HOLDERS[scope].isdisjoint(self.scopes)

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def expires_soon(self) -> bool:
        """Whether somebody should renew it: less than 30 days are left."""
        return self.expires_at is not None and self.expires_at - timezone.now() < WARNED_BEFORE

    def scope_labels(self) -> list[str]:
        return [str(Scope(scope).label) for scope in self.scopes if scope in Scope.values]

    def note_use(self) -> None:
        """Remember this use, to the minute: a busy token is not written each time."""
        now = timezone.now()
        if self.last_used_at is None or now - self.last_used_at >= USED_AT_GRANULARITY:
            self.last_used_at = now
            self.save(update_fields=["last_used_at"])

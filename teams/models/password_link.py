from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext

from sealing import tokens
from teams.models.audit_entry import AuditEntry
from teams.refused import Refused

if TYPE_CHECKING:
    from sealing.secret import Secret
    from teams.models.user import User

VALID_FOR = timedelta(hours=72)


class PasswordLinkQuerySet(models.QuerySet["PasswordLink"]):
    def open(self) -> Self:
        """Return what nobody used yet and what has not expired."""
        return self.filter(used_at=None, expires_at__gt=timezone.now(), user__is_active=True)

    def with_text(self, text: str) -> Self:
        """Return the link that holds this text, if any."""
        if not tokens.is_well_formed(text):
            return self.none()
        return self.filter(digest=tokens.digest(text))


class PasswordLink(models.Model):
    """A link by which its person chooses a password, once, without e-mail; only a digest is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="password_links")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = PasswordLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user} · {self.created_at:%Y-%m-%d}"

    @classmethod
    def issue(cls, user: User, *, by: User | None = None) -> Secret:
        """Make a fresh link's text; the person's earlier links end. Without `by`: the operator's command."""
        secret = tokens.mint()
        with transaction.atomic():
            cls.objects.filter(user=user, used_at=None).delete()
            cls.objects.create(
                user=user,
                digest=tokens.digest(secret.reveal()),
                expires_at=timezone.now() + VALID_FOR,
            )
            AuditEntry.record(actor=by, verb="password_link.issued", target=user.get_username())
        return secret

    def use(self, password: str) -> None:
        """Give the person this password and end the link.

        Raises:
            Refused: when the link was used or expired meanwhile.
        """
        with transaction.atomic():
            claimed = type(self).objects.open().filter(pk=self.pk).update(used_at=timezone.now())
            if not claimed:
                raise Refused(gettext("This link was used or has expired: ask for a new one."))
            self.user.set_password(password)
            self.user.save(update_fields=["password"])
            AuditEntry.record(actor=self.user, verb="password.chosen", target=self.user.get_username())

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def new_public_id() -> str:
    return secrets.token_hex(8)


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

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.source} · {self.public_id}"

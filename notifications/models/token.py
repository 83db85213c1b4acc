from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Token(models.Model):
    """A pipeline's or a team's token: it can report events and nothing else; only its digest is kept."""

    team = models.ForeignKey("teams.Team", models.CASCADE, related_name="tokens")
    pipeline = models.ForeignKey(
        "notifications.Pipeline", models.CASCADE, null=True, blank=True, related_name="tokens"
    )
    name = models.CharField(_("name"), max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4)
    creates_pipelines = models.BooleanField(_("an unknown pipeline is created"), default=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.name} · …{self.hint}"

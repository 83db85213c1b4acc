from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from teams.models import User


class MessageType(models.TextChoices):
    MARKDOWN = "markdown", "Markdown"
    MARKDOWN_V2 = "markdown_v2", "Markdown v2"
    TEXT = "text", _("Text")


class OnAmbiguous(models.TextChoices):
    RESEND = "resend", _("Send again")
    HOLD = "hold", _("Hold for a person")


class StepQuerySet(models.QuerySet["Step"]):
    def visible_to(self, user: User) -> Self:
        """Return the steps of the teams this person belongs to; administrators: all."""
        if not user.is_active:
            return self.none()
        return self if user.is_superuser else self.filter(team__memberships__user=user)


class Step(models.Model):
    """A notification step: which event of which pipeline tells which group what, and whom it mentions."""

    team = models.ForeignKey("teams.Team", models.CASCADE, related_name="steps")
    pipeline = models.ForeignKey(
        "notifications.Pipeline", models.CASCADE, null=True, blank=True, related_name="steps"
    )
    name = models.CharField(_("name"), max_length=100)
    task = models.CharField(_("task"), max_length=200, blank=True)
    credential = models.ForeignKey("credentials.Credential", models.PROTECT, related_name="steps")
    events = models.JSONField(default=list)
    content_fields = models.JSONField(default=list, blank=True)
    custom_content = models.TextField(_("custom content"), blank=True, max_length=8000)
    allow_custom_names = models.BooleanField(default=False)
    mention_users = models.JSONField(default=list, blank=True)
    mention_all = models.BooleanField(default=False)
    mention_trigger_user = models.BooleanField(default=False)
    message_type = models.CharField(
        max_length=12, choices=MessageType.choices, default=MessageType.MARKDOWN
    )
    language = models.CharField(max_length=10, default="zh-hans")
    conditions = models.JSONField(default=list, blank=True)
    only_on_change = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    is_enabled = models.BooleanField(default=True)
    on_ambiguous = models.CharField(max_length=6, choices=OnAmbiguous.choices, default=OnAmbiguous.RESEND)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["team", "pipeline", "is_enabled"], name="step_matching")]

    def __str__(self) -> str:
        return self.name

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.models.muting import CanBeMuted
from notifications.vocabulary import (
    DEFAULT_EVENTS,
    DEFAULT_FIELDS,
    DEFAULT_LANGUAGE,
    LANGUAGE_CHOICES,
    MESSAGE_TYPE_CHOICES,
    MessageType,
)
from teams.models import AuditEntry

if TYPE_CHECKING:
    from notifications.models.pipeline import Pipeline
    from teams.models import User


class OnAmbiguous(models.TextChoices):
    RESEND = "resend", _("Send again")
    HOLD = "hold", _("Hold for a person")


class Operator(models.TextChoices):
    """How a condition compares a variable with its value."""

    EQUALS = "equals", _("equals")
    NOT_EQUALS = "not_equals", _("does not equal")
    STARTS_WITH = "starts_with", _("starts with")
    CONTAINS = "contains", _("contains")
    MATCHES = "matches", _("matches the pattern")


SETTINGS = (
    "name",
    "task",
    "events",
    "content_fields",
    "custom_content",
    "allow_custom_names",
    "mention_users",
    "mention_all",
    "mention_trigger_user",
    "message_type",
    "language",
    "conditions",
    "only_on_change",
    "urgent",
    "is_enabled",
    "on_ambiguous",
)
# A form or call that changes a step says nothing of its mute.
STORED = (*SETTINGS, "team", "pipeline", "credential", "updated_at")


class StepQuerySet(models.QuerySet["Step"]):
    def visible_to(self, user: User) -> Self:
        """Return the steps of the teams this person belongs to; administrators: all."""
        if not user.is_active:
            return self.none()
        return self if user.is_superuser else self.filter(team__memberships__user=user)

    def serving(self, pipeline: Pipeline) -> Self:
        """Return those that look at this pipeline's events: its own and its team's."""
        return self.filter(models.Q(pipeline=pipeline) | models.Q(pipeline=None), team=pipeline.team_id)

    def with_mute_of_robot(self) -> Self:
        """Give each `robot_muted_until`, the end of its robot's mute, past or to come, if there was any."""
        return self.annotate(robot_muted_until=models.F("credential__robot__lane__muted_until"))

    def named(self, text: str) -> Self:
        """Return those whose own, pipeline's, task's or credential's name holds the text."""
        return self.filter(
            models.Q(name__icontains=text)
            | models.Q(pipeline__name__icontains=text)
            | models.Q(pipeline__identifier__icontains=text)
            | models.Q(task__icontains=text)
            | models.Q(credential__name__icontains=text)
        )


def default_events() -> list[str]:
    return [event.value for event in DEFAULT_EVENTS]


def default_fields() -> list[str]:
    return list(DEFAULT_FIELDS)


class Step(CanBeMuted):
    """A notification step: which event of which pipeline tells which group what, and whom it mentions."""

    NOUN = "step"

    team = models.ForeignKey("teams.Team", models.CASCADE, related_name="steps")
    pipeline = models.ForeignKey(
        "notifications.Pipeline", models.CASCADE, null=True, blank=True, related_name="steps"
    )
    name = models.CharField(_("name"), max_length=100)
    task = models.CharField(_("task"), max_length=200, blank=True)
    credential = models.ForeignKey("credentials.Credential", models.PROTECT, related_name="steps")
    events = models.JSONField(_("notification events"), default=default_events)
    content_fields = models.JSONField(_("content"), default=default_fields, blank=True)
    custom_content = models.TextField(_("custom content"), blank=True, max_length=8000)
    allow_custom_names = models.BooleanField(default=False)
    mention_users = models.JSONField(default=list, blank=True)
    mention_all = models.BooleanField(default=False)
    mention_trigger_user = models.BooleanField(default=False)
    message_type = models.CharField(
        max_length=12, choices=MESSAGE_TYPE_CHOICES, default=MessageType.MARKDOWN.value
    )
    language = models.CharField(
        _("language of the message"), max_length=10, choices=LANGUAGE_CHOICES, default=DEFAULT_LANGUAGE
    )
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

    def get_absolute_url(self) -> str:
        return reverse("step", args=[self.pk])

    def store(self, *, by: User) -> None:
        """Save what `step_rules` let pass, and record who changed what."""
        is_new = self._state.adding
        before = {} if is_new else Step.objects.get(pk=self.pk).as_recorded()
        if is_new:
            self.created_by = by
        with transaction.atomic():
            self.save(update_fields=None if is_new else STORED)
            self.record(
                "step.created" if is_new else "step.changed", by, before=before, after=self.as_recorded()
            )

    def remove(self, *, by: User) -> None:
        """Delete it; its deliveries stay and keep its name."""
        with transaction.atomic():
            self.record("step.deleted", by, before=self.as_recorded())
            self.delete()

    def as_recorded(self) -> dict[str, Any]:
        """Return its settings for the audit trail; the credential by its id and name, never its key."""
        plain = {name: getattr(self, name) for name in SETTINGS}
        pipeline = self.pipeline.full_name if self.pipeline else None
        return plain | {"pipeline": pipeline, "credential": f"{self.credential_id} {self.credential.name}"}

    def record(self, verb: str, by: User, **states: Any) -> None:
        AuditEntry.record(actor=by, verb=verb, target=f"step {self.name}", team=self.team, **states)

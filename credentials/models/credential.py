from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from teams.models import Team, User


class CredentialQuerySet(models.QuerySet["Credential"]):
    def visible_to(self, user: User) -> Self:
        """Return what this person may see: shared with all or with one of their teams; administrators: all."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        shared = Q(is_shared_with_all=True) | Q(teams__memberships__user=user)
        return self.filter(shared | Q(owning_team__memberships__user=user)).distinct()

    def usable_by(self, team: Team) -> Self:
        """Return what a team's steps may use."""
        shared = Q(is_shared_with_all=True) | Q(teams=team) | Q(owning_team=team)
        return self.filter(shared, is_enabled=True).distinct()


class Credential(models.Model):
    """A named, sealed robot key, the endpoint it belongs to and the teams that may use it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("description"), max_length=500, blank=True)
    endpoint = models.CharField(max_length=50)
    robot = models.ForeignKey("credentials.Robot", models.PROTECT, related_name="credentials")
    sealed_key = models.TextField(editable=False)
    key_hint = models.CharField(max_length=4, editable=False)
    is_shared_with_all = models.BooleanField(_("every team may use it"), default=False)
    teams = models.ManyToManyField("teams.Team", blank=True, related_name="credentials")
    owning_team = models.ForeignKey(
        "teams.Team", models.SET_NULL, null=True, blank=True, related_name="own_credentials"
    )
    is_enabled = models.BooleanField(_("enabled"), default=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    key_replaced_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    last_outcome = models.CharField(max_length=20, blank=True)
    last_errcode = models.IntegerField(null=True, blank=True)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

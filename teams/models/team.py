from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from teams.models.user import User


class Language(models.TextChoices):
    CHINESE = "zh-hans", "简体中文"
    ENGLISH = "en", "English"
    RUSSIAN = "ru", "Русский"


class TeamQuerySet(models.QuerySet["Team"]):
    def visible_to(self, user: User) -> Self:
        """Return the teams this person belongs to; an administrator sees every team."""
        if not user.is_active:
            return self.none()
        return self if user.is_superuser else self.filter(memberships__user=user)


def default_time_zone() -> str:
    return str(settings.TIME_ZONE)


class Team(models.Model):
    """People who own pipelines."""

    slug = models.SlugField(_("identifier"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=100)
    language = models.CharField(
        _("language of messages"), max_length=10, choices=Language.choices, default=Language.CHINESE
    )
    time_zone = models.CharField(_("time zone"), max_length=50, default=default_time_zone)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("team", args=[self.slug])

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from teams.models import User

IDENTIFIER = RegexValidator(
    r"^[^\s/?#%\\\x00-\x1f]{1,100}$",
    _("An identifier has 1 to 100 characters, without spaces, slashes, ?, #, % and backslashes."),
)


class PipelineQuerySet(models.QuerySet["Pipeline"]):
    def visible_to(self, user: User) -> Self:
        """Return the pipelines of the teams this person belongs to; administrators: all."""
        if not user.is_active:
            return self.none()
        return self if user.is_superuser else self.filter(team__memberships__user=user)


class Pipeline(models.Model):
    """Something that runs; its identifier is unique in its team."""

    team = models.ForeignKey("teams.Team", models.CASCADE, related_name="pipelines")
    identifier = models.CharField(_("identifier"), max_length=100, validators=[IDENTIFIER])
    name = models.CharField(_("name"), max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PipelineQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "identifier"],
                name="identifier_is_unique_in_its_team",
                violation_error_message=_("This team already has a pipeline with this identifier."),
            )
        ]

    def __str__(self) -> str:
        return self.name

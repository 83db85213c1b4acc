"""The filter by pipeline, which an address writes as `team/identifier`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from notifications.models import Pipeline

if TYPE_CHECKING:
    from teams.models import User


class PipelineChoiceField(forms.ModelChoiceField):
    def __init__(self) -> None:
        super().__init__(
            Pipeline.objects.none(), label=_("Pipeline"), required=False, empty_label=_("Every pipeline")
        )

    def offer(self, user: User) -> None:
        """Offer what this person may see."""
        self.queryset = Pipeline.objects.visible_to(user).select_related("team")

    def prepare_value(self, value: Any) -> Any:
        return value.full_name if isinstance(value, Pipeline) else value

    def to_python(self, value: Any) -> Pipeline | None:
        if value in self.empty_values:
            return None
        found: Pipeline | None = self.queryset.named(value).first()  # type: ignore[union-attr]
        if found is None:
            raise ValidationError(_("No pipeline of yours is called %(name)s."), params={"name": value})
        return found

    def label_from_instance(self, pipeline: Pipeline) -> str:
        return f"{pipeline.name} ({pipeline.team.name})"

"""The filters of the steps list, as they stand in its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.forms.pipeline_choice import PipelineChoiceField

if TYPE_CHECKING:
    from notifications.models.step import StepQuerySet
    from teams.models import User


class StepFilters(forms.Form):
    """Narrow the steps a person sees; a filter that makes no sense is left out and named."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Rule, pipeline, task, credential")}
        ),
    )
    pipeline = PipelineChoiceField()

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self.fields["pipeline"].offer(user)  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        self.is_valid()
        return any(self.cleaned_data.values())

    def narrow(self, steps: StepQuerySet) -> StepQuerySet:
        """Return the steps that pass; a pipeline's own ones stand beside those of its whole team."""
        self.is_valid()
        if text := self.cleaned_data.get("q"):
            steps = steps.named(text)
        if pipeline := self.cleaned_data.get("pipeline"):
            steps = steps.serving(pipeline)
        return steps

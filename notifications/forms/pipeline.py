"""Forms of the pipeline pages: a new pipeline, its name, tokens and hooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.models import Pipeline
from notifications.sources import SOURCES
from teams.models import Team
from teams.permissions import Verb

if TYPE_CHECKING:
    from teams.models import User


class PipelineForm(forms.ModelForm):
    """A new pipeline of a team in which this person may create them."""

    class Meta:
        model = Pipeline
        fields = ["team", "identifier", "name"]
        help_texts = {
            "identifier": _(
                "What the CI system calls it, such as web-portal; unique in the team, it never changes."
            ),
            "name": _("What people read in messages, such as 网上商城."),
        }

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        team = self.fields["team"]
        assert isinstance(team, forms.ModelChoiceField)
        team.queryset = Team.objects.allowing(user, Verb.PIPELINE_CREATE)
        team.empty_label = None

    def create(self, *, by: User) -> Pipeline:
        """Store what is valid."""
        return Pipeline.add(by=by, **self.cleaned_data)


class PipelineNameForm(forms.ModelForm):
    """Another display name."""

    class Meta:
        model = Pipeline
        fields = ["name"]


class CreatesPipelinesForm(forms.Form):
    """Whether a team's token or hook creates a pipeline from its first event; a pipeline's never does."""

    creates_pipelines = forms.BooleanField(
        label=_("Create a pipeline from its first event"), required=False, initial=True
    )

    def __init__(self, *args: object, for_team: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        if not for_team:
            del self.fields["creates_pipelines"]

    @property
    def creates(self) -> bool:
        return bool(self.cleaned_data.get("creates_pipelines"))


class TokenForm(CreatesPipelinesForm):
    """A new token."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("Where it will be kept, such as “GitLab, shop/web”."),
    )
    field_order = ["name", "creates_pipelines"]


class HookForm(CreatesPipelinesForm):
    """A new address for a CI system's own webhook."""

    source = forms.ChoiceField(
        label=_("CI system"), choices=[(source.slug, source.name) for source in SOURCES.values()]
    )
    field_order = ["source", "creates_pipelines"]

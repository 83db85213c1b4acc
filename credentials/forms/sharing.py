from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teams.models import Team, User
from teams.permissions import Verb


class SharingForm(forms.Form):
    """Who may use a credential: an administrator may choose anybody, an owner their own teams."""

    teams = forms.ModelMultipleChoiceField(
        label=_("Who may use it"),
        queryset=Team.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        # Django's own words for one choice: those for several repeat what was sent.
        error_messages=dict.fromkeys(
            ("invalid_choice", "invalid_pk_value"),
            forms.ModelChoiceField.default_error_messages["invalid_choice"],
        ),
    )
    for_all = forms.BooleanField(
        label=_("Every team may use it"), required=False, widget=forms.CheckboxInput(attrs={"role": "switch"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Team.objects.allowing(user, Verb.CREDENTIAL_REGISTER)
        self.fields["teams"].queryset = own  # type: ignore[attr-defined]
        if not user.is_superuser:
            del self.fields["for_all"]
            self.fields["teams"].required = True
            self.fields["teams"].initial = list(own[:2]) if len(own[:2]) == 1 else []

    @property
    def chosen_teams(self) -> list[Team]:
        return list(self.cleaned_data["teams"])

    @property
    def is_for_all(self) -> bool:
        return bool(self.cleaned_data.get("for_all"))

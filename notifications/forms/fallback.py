"""The choice of a team's fallback group."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from credentials.models import Credential
from notifications.forms.credential_choice import CredentialChoiceField
from notifications.models import Fallback
from teams.models import Team, User


class FallbackForm(forms.Form):
    """A credential that the team may use, or none."""

    credential = CredentialChoiceField(
        Credential.objects.none(), label=_("Fallback group"), required=False, empty_label=_("None")
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["credential"] = Fallback.of(team)
        self.team = team
        self.fields["credential"].queryset = Credential.objects.usable_by(team)  # type: ignore[attr-defined]

    def save(self, *, by: User) -> None:
        """Name the chosen one. Call it when the form is valid."""
        Fallback.choose(self.team, self.cleaned_data["credential"], by=by)

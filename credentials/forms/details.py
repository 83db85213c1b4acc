from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from credentials.forms.fields import PublicInput
from credentials.forms.sharing import SharingForm
from credentials.models import Credential
from credentials.webhook_urls import refuse_keys
from teams.models import User
from teams.refused import Refused


class DetailsForm(SharingForm):
    """What may be changed about a credential besides its key."""

    name = forms.CharField(label=_("Name"), max_length=100, validators=[refuse_keys], widget=PublicInput)
    description = forms.CharField(
        label=_("Description"), max_length=500, required=False, validators=[refuse_keys], widget=PublicInput
    )
    field_order = ["name", "description", "teams", "for_all"]

    def __init__(self, *args: Any, credential: Credential, user: User, **kwargs: Any) -> None:
        self.credential = credential
        initial = {
            "name": credential.name,
            "description": credential.description,
            "teams": credential.teams.all(),
            "for_all": credential.is_shared_with_all,
        }
        super().__init__(*args, user=user, initial=initial, **kwargs)

    def save(self, *, by: User) -> bool:
        """Change the credential; on refusal the reason stands at the teams."""
        try:
            self.credential.change(
                by=by,
                name=self.cleaned_data["name"],
                description=self.cleaned_data["description"],
                teams=self.chosen_teams,
                for_all=self.is_for_all,
            )
        except Refused as refusal:
            self.add_error("teams", refusal.reason)
            return False
        return True

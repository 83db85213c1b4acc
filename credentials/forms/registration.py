from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from credentials.forms.fields import PublicInput, WebhookField
from credentials.forms.sharing import SharingForm
from credentials.models import Credential
from credentials.webhook_urls import refuse_keys
from teams.models import User
from teams.refused import Refused


class KeyForm(forms.Form):
    """The address that takes the old one's place."""

    webhook = WebhookField(
        label=_("Webhook address"),
        help_text=_("It is sealed when you save and never shown again."),
    )

    def replace_in(self, credential: Credential, *, by: User) -> bool:
        """Replace the key; on refusal the reason stands at the field."""
        try:
            credential.replace_key(self.cleaned_data["webhook"], by=by)
        except Refused as refusal:
            self.add_error("webhook", refusal.reason)
            credential.refresh_from_db()
            return False
        return True


class RegistrationForm(SharingForm, KeyForm):
    """A new credential."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        validators=[refuse_keys],
        widget=PublicInput,
        help_text=_("What teams see when they choose: the group's name and the robot's do well."),
    )
    description = forms.CharField(
        label=_("Description"), max_length=500, required=False, validators=[refuse_keys], widget=PublicInput
    )
    field_order = ["webhook", "name", "teams", "for_all", "description"]

    def register(self, *, by: User) -> Credential | None:
        """Register it; on refusal return nothing, and the reason stands at the field."""
        try:
            return Credential.register(
                name=self.cleaned_data["name"],
                webhook=self.cleaned_data["webhook"],
                by=by,
                teams=self.chosen_teams,
                for_all=self.is_for_all,
                description=self.cleaned_data["description"],
            )
        except Refused as refusal:
            self.add_error("webhook", refusal.reason)
            return None

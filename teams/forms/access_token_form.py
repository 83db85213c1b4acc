from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teams.models import Scope

LIFETIMES = [("30", _("30 days")), ("90", _("90 days")), ("365", _("1 year")), ("", _("never"))]


class AccessTokenForm(forms.Form):
    """What a new token is called, what it may do, how long it lives."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("What will use it, such as a script.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Scope.READ],
    )
    lifetime_days = forms.ChoiceField(
        label=_("It expires after"), choices=LIFETIMES, required=False, initial="90"
    )

    def expires_at(self) -> datetime | None:
        """Return when the token made from this form ends; None is never."""
        days = self.cleaned_data["lifetime_days"]
        return timezone.now() + timedelta(days=int(days)) if days else None

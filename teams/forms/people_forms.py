from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from teams.models import User

STATES = {
    "active": {"is_active": True},
    "left": {"is_active": False},
    "administrators": {"is_superuser": True},
}


class PeopleFilter(forms.Form):
    """Which people to list; it lives in the address."""

    q = forms.CharField(
        label=_("Name or e-mail"), max_length=150, required=False, widget=forms.TextInput({"type": "search"})
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", pgettext_lazy("people", "all")),
            ("active", pgettext_lazy("people", "active")),
            ("left", pgettext_lazy("people", "left")),
            ("administrators", _("Administrators")),
        ],
        required=False,
    )

    def narrow(self, people: QuerySet[User]) -> QuerySet[User]:
        """Return the people the address asks for; what it asks for wrongly is not asked for."""
        chosen = self.cleaned_data if self.is_valid() else {}
        text, conditions = chosen.get("q", ""), STATES.get(chosen.get("state", ""), {})
        named = Q(username__icontains=text) | Q(first_name__icontains=text) | Q(email__icontains=text)
        return people.filter(named, **conditions)


class WecomIdForm(forms.ModelForm):
    """By which name rules mention a person."""

    class Meta:
        model = User
        fields = ["wecom_id"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wecom_id"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

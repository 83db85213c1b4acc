from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from teams.models import Team


def time_zones() -> list[tuple[str, str]]:
    """Return the zones named after places, and UTC."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [(name, name.replace("_", " ")) for name in ["UTC", *names]]


class TeamSettingsForm(forms.ModelForm):
    """Name, language of messages, time zone."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=time_zones, help_text=_("Times in this team's messages are in it.")
    )

    class Meta:
        model = Team
        fields = ["name", "language", "time_zone"]
        help_texts = {"language": _("New notification rules begin with it; each rule may choose another.")}


class TeamCreationForm(TeamSettingsForm):
    """The same, and the identifier, which never changes."""

    class Meta(TeamSettingsForm.Meta):
        fields = ["name", "slug", "language", "time_zone"]
        help_texts = {
            **TeamSettingsForm.Meta.help_texts,
            "slug": _("Stands in addresses and in the API, such as shop-web. It never changes."),
        }


class TeamDeletionForm(forms.Form):
    """Asks to type the identifier, because a team takes everything along."""

    slug = forms.CharField(label=_("Type the team's identifier"), strip=True)

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team
        self.fields["slug"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def clean_slug(self) -> str:
        typed = str(self.cleaned_data["slug"])
        if typed != self.team.slug:
            raise forms.ValidationError(
                gettext("This is not the identifier of %(team)s: type %(slug)s to delete it.")
                % {"team": self.team, "slug": self.team.slug}
            )
        return typed

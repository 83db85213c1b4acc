from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from teams import audit_words
from teams.models import AuditEntry, Team, User
from teams.moments import within_reach
from teams.permissions import Verb


class AuditFilter(forms.Form):
    """Which entries of the audit trail to show; it lives in the address."""

    person = forms.CharField(label=_("Who"), max_length=150, required=False)
    about = forms.ChoiceField(
        label=_("What"),
        choices=lambda: [("", pgettext_lazy("what happened", "all")), *audit_words.NOUNS.items()],
        required=False,
    )
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label=_("Team"),
        to_field_name="slug",
        required=False,
        empty_label=pgettext_lazy("teams", "all"),
    )
    since = forms.DateField(
        label=_("From"),
        required=False,
        validators=[within_reach],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=_("To"),
        required=False,
        validators=[within_reach],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.allowing(user, Verb.AUDIT_VIEW)  # type: ignore[attr-defined]

    def narrow(self, entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        """Return the entries that the valid form asks for; days begin and end in the site's time zone."""
        chosen = self.cleaned_data
        conditions: dict[str, Any] = {
            "actor_name__icontains": chosen["person"],
            "verb__startswith": chosen["about"] and f"{chosen['about']}.",
            "team": chosen["team"],
            "at__gte": chosen["since"] and _midnight(chosen["since"]),
            "at__lt": chosen["until"] and _midnight(chosen["until"] + timedelta(days=1)),
        }
        return entries.filter(**{name: value for name, value in conditions.items() if value})


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))

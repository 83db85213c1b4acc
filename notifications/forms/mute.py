"""For how long something is muted: an hour, eight hours, or until a moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.models.muting import LONGEST, require_future

AS_TYPED = "%Y-%m-%dT%H:%M"
MORNING = 9


class MuteForm(forms.Form):
    """Buttons send `hours`, the field sends `until`, in the time zone of the pages."""

    hours = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=[(1, _("1 hour")), (8, _("8 hours"))]
    )
    until = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=AS_TYPED),
    )

    drops_waiting = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"until": next_morning()})
        now = timezone.localtime()
        self.fields["until"].widget.attrs |= {
            "min": now.strftime(AS_TYPED),
            "max": (now + LONGEST).strftime(AS_TYPED),
        }

    def clean(self) -> dict[str, Any]:
        """Leave the moment at `until`, whichever way it was chosen."""
        known = super().clean() or self.cleaned_data
        if self.errors:
            return known
        if hours := known.get("hours"):
            known["until"] = timezone.now() + timedelta(hours=hours)
        if not known.get("until"):
            raise ValidationError({"until": _("Choose until when.")})
        require_future(known["until"])
        return known


def next_morning() -> datetime:
    """Return the next nine o'clock, when people are back."""
    now = timezone.localtime()
    morning = now.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return morning if morning > now else morning + timedelta(days=1)

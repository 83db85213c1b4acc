"""What is to be sent again: the log's filters, a robot, a moment and refused ones; and what was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from credentials.models import Credential
from notifications.forms.delivery_filters import DeliveryFilters
from notifications.forms.mute import AS_TYPED
from teams.moments import within_reach

if TYPE_CHECKING:
    from teams.models import User


class RedeliveryFilters(DeliveryFilters):
    """The filters of the log; a moment stands in the address as it is typed, in the pages' time zone."""

    since = forms.DateTimeField(
        label=_("or since"),
        required=False,
        validators=[within_reach],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=AS_TYPED),
    )
    credential = forms.TypedChoiceField(  # type: ignore[assignment]  # chosen here, named there
        label=_("Credential"), required=False, coerce=UUID, empty_value=None
    )
    refused = forms.BooleanField(
        label=_("Also what WeCom refused for its content"),
        help_text=_("The same text will most likely be refused again."),
        required=False,
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, user=user, **kwargs)
        visible = Credential.objects.visible_to(user).values_list("pk", "name")
        self.fields["credential"].choices = [("", _("Every credential")), *visible]  # type: ignore[attr-defined]

    @property
    def takes_refused(self) -> bool:
        """Tell whether refused ones go along: asked for, or named by their errcode."""
        return bool(self.chosen.get("refused")) or "errcode" in self.chosen


class CountedForm(forms.Form):
    """Nothing newer than what was counted is sent again."""

    newest = forms.IntegerField(min_value=0, max_value=2**62, widget=forms.HiddenInput)

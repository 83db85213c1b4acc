"""The filters of the deliveries list, as they stand in its address."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.forms.pipeline_choice import PipelineChoiceField
from notifications.models.delivery import State
from teams.moments import within_reach

if TYPE_CHECKING:
    from notifications.models.delivery import DeliveryQuerySet
    from teams.models import User

PERIODS = {"1h": timedelta(hours=1), "24h": timedelta(hours=24), "7d": timedelta(days=7)}
TODAY = "today"
UNSENT = "unsent"
EXACT = ("errcode", "pipeline", "step", "credential", "carried_by")


class DeliveryFilters(forms.Form):
    """Narrow what a person sees of the log; a filter that makes no sense is left out and named."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Pipeline, run, rule or credential")}
        ),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Every state")), (UNSENT, _("Not delivered or held")), *State.choices],
    )
    pipeline = PipelineChoiceField()
    period = forms.ChoiceField(
        label=_("Time"),
        required=False,
        choices=[
            ("", _("Any time")),
            ("1h", _("Last hour")),
            (TODAY, _("Today")),
            ("24h", _("Last 24 hours")),
            ("7d", _("Last 7 days")),
        ],
    )
    since = forms.DateTimeField(
        label=_("Since"), required=False, validators=[within_reach], widget=forms.HiddenInput
    )
    errcode = forms.IntegerField(
        label="errcode",
        required=False,
        min_value=-(2**31),
        max_value=2**31 - 1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "errcode", "size": 8}),
    )
    step = forms.IntegerField(required=False, max_value=2**62, widget=forms.HiddenInput)
    carried_by = forms.IntegerField(required=False, max_value=2**62, widget=forms.HiddenInput)
    credential = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self.fields["pipeline"].offer(user)  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, Any]:
        """Return the filters that were understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen)

    @property
    def begin(self) -> datetime | None:
        """Return since when: a moment that is given goes before a period."""
        since, period = self.chosen.get("since"), self.chosen.get("period")
        if since or not period:
            return since
        if period == TODAY:
            return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return timezone.now() - PERIODS[period]

    def narrow(self, deliveries: DeliveryQuerySet) -> DeliveryQuerySet:
        """Return the deliveries that pass every filter that was understood."""
        chosen = self.chosen
        deliveries = deliveries.filter(**{name: chosen[name] for name in EXACT if name in chosen})
        if chosen.get("state") == UNSENT:
            deliveries = deliveries.unsent()
        elif "state" in chosen:
            deliveries = deliveries.filter(state=chosen["state"])
        if self.begin:
            deliveries = deliveries.filter(created_at__gte=self.begin)
        if "q" in chosen:
            deliveries = deliveries.filter(mentioning(chosen["q"]))
        return deliveries


def mentioning(text: str) -> Q:
    """Return the condition that a delivery's pipeline, run, rule or credential has this text in its name."""
    text = text.strip().removeprefix("#")
    return (
        Q(pipeline__name__icontains=text)
        | Q(pipeline__identifier__icontains=text)
        | Q(event__run=text)
        | Q(step_name__icontains=text)
        | Q(credential_name__icontains=text)
    )

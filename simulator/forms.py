from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from simulator.faults import Fault, Kind
from simulator.group import Robot
from simulator.words import FAULTS


class RobotForm(forms.Form):
    """Ask where a new robot goes and what it is called."""

    group = forms.CharField(label=_("Group"), max_length=60, help_text=_("A new name makes a new group."))
    name = forms.CharField(label=_("Robot"), max_length=40)


class FaultForm(forms.Form):
    """Ask how the next calls shall fail."""

    TIMES = [("1", _("once")), ("3", _("3 times")), ("10", _("10 times")), ("", _("until taken back"))]

    kind = forms.ChoiceField(label=_("What happens"), choices=[*FAULTS.items()])
    key = forms.ChoiceField(label=_("To whom"), required=False)
    times = forms.ChoiceField(label=_("How often"), choices=TIMES, required=False)
    seconds = forms.FloatField(label=_("Seconds"), min_value=0, max_value=60, initial=3)
    status = forms.IntegerField(label=_("HTTP status"), min_value=200, max_value=599, initial=500)

    def __init__(self, data: Any = None, *, robots: list[Robot]) -> None:
        """Offer `robots` to fail, or all of them."""
        super().__init__(data)
        choices = [("", _("every robot")), *((robot.key, robot.name) for robot in robots)]
        self.fields["key"] = forms.ChoiceField(label=_("To whom"), required=False, choices=choices)

    def fault(self) -> Fault:
        """Return the fault that was asked for."""
        wanted = self.cleaned_data
        return Fault(
            kind=Kind(wanted["kind"]),
            key=wanted["key"] or None,
            times=int(wanted["times"]) if wanted["times"] else None,
            seconds=wanted["seconds"],
            status=wanted["status"],
        )

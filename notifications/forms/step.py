"""The form of a notification step: Gitee's card and what it lacks, checked by the rules the API uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from credentials.models import Credential
from notifications import mentions, step_rules
from notifications.forms.choices import event_choices, field_choices, served_choices
from notifications.forms.conditions import ConditionFormSet
from notifications.models import Step
from notifications.models.step import OnAmbiguous
from notifications.vocabulary import LANGUAGE_CHOICES, MESSAGE_TYPE_CHOICES

if TYPE_CHECKING:
    from django.http import QueryDict

    from notifications.forms.choices import Served
    from teams.models import User

PLAIN = (
    "name",
    "task",
    "events",
    "content_fields",
    "custom_content",
    "allow_custom_names",
    "mention_trigger_user",
    "message_type",
    "language",
    "only_on_change",
    "urgent",
    "is_enabled",
    "on_ambiguous",
)
PLACE_OF = {"pipeline": "serves", "team": "serves"}


class StepForm(forms.Form):
    """Every setting of a step; `draft` is the step as it stands in the form, saved or not."""

    serves = forms.ChoiceField(label=_("Pipeline"), help_text=_("One pipeline, or all of a team's."))
    task = forms.CharField(
        label=_("Task"),
        required=False,
        max_length=step_rules.TASK_MAX_LENGTH,
        help_text=_("Only this task's events. Empty: every task, and the pipeline itself."),
    )
    name = forms.CharField(label=_("Name of the rule"), max_length=step_rules.NAME_MAX_LENGTH)
    credential = forms.ModelChoiceField(
        Credential.objects.none(), label=_("WebHook credential"), empty_label=_("Choose a credential")
    )
    events = forms.MultipleChoiceField(
        label=_("Notification events"), widget=forms.CheckboxSelectMultiple(attrs={"class": "events"})
    )
    only_on_change = forms.BooleanField(
        label=_("Only when the result differs from the previous run"), required=False
    )
    content_fields = forms.MultipleChoiceField(
        label=_("Notification content"), required=False, widget=forms.CheckboxSelectMultiple
    )
    custom_content = forms.CharField(
        label=_("Custom content"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"class": "code", "rows": 6, "spellcheck": "false"}),
        help_text=_(
            "WeCom Markdown and variables such as ${BRANCH}. "
            "A line whose variables are all empty is left out."
        ),
    )
    allow_custom_names = forms.BooleanField(
        label=_("Allow names that only my pipeline knows"),
        required=False,
        help_text=_("What events send in “variables” can then be written as ${NAME}."),
    )
    mentions = forms.CharField(
        label="@user_id",
        required=False,
        help_text=_(
            "Separate several with commas; “all” mentions everyone. "
            "A user_id stands in WeCom's administration: 通讯录 → the member → 帐号."
        ),
    )
    mention_trigger_user = forms.BooleanField(
        label=_("Mention whoever triggered the run"),
        required=False,
        help_text=_("Works when the name the pipeline reports is that person's user_id."),
    )
    message_type = forms.ChoiceField(label=_("Message type"), choices=MESSAGE_TYPE_CHOICES)
    language = forms.ChoiceField(label=_("Language of the message"), choices=LANGUAGE_CHOICES)
    urgent = forms.BooleanField(
        label=pgettext_lazy("a step", "Urgent"),
        required=False,
        help_text=_("Goes before what waits for the same robot, and is never merged."),
    )
    on_ambiguous = forms.ChoiceField(
        label=_("When WeCom's answer got lost"),
        choices=OnAmbiguous.choices,
        help_text=_("The group may have the message already. Sending again can show it twice."),
    )
    is_enabled = forms.BooleanField(
        label=_("Enabled"), required=False, widget=forms.CheckboxInput(attrs={"role": "switch"})
    )

    def __init__(self, data: QueryDict | None = None, *, step: Step, user: User, served: Served) -> None:
        self.step, self.served = step, served
        super().__init__(data, initial=initial_of(step))
        self.conditions = ConditionFormSet(data, initial=step.conditions, prefix="conditions")
        self.choose("serves", served_choices(user, step))
        self.choose("events", event_choices())
        self.choose("content_fields", field_choices())
        self.fields["credential"].queryset = usable_credentials(user, step)  # type: ignore[attr-defined]

    def choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # only choice fields are named

    @property
    def draft(self) -> Step:
        """Return the step with what the form holds; call after `is_valid`."""
        for name in PLAIN:
            setattr(self.step, name, self.cleaned_data.get(name, getattr(self.step, name)))
        typed = mentions.parse(self.cleaned_data.get("mentions", ""))
        self.step.mention_users, self.step.mention_all = list(typed.users), typed.everybody
        self.step.conditions = self.conditions.chosen()
        if credential := self.cleaned_data.get("credential"):
            self.step.credential = credential
        return self.step

    def clean(self) -> dict[str, Any]:
        """Fill the step and show each of its faults at its field."""
        if chosen := self.cleaned_data.get("serves"):
            self.step.team, self.step.pipeline = self.served.of(chosen)
        self.conditions.is_valid()
        if self.step.team_id is not None:
            for fault in step_rules.faults(self.draft):
                self.show(fault.field, fault.message)
        return self.cleaned_data

    def show(self, field: str, message: str) -> None:
        if field.startswith("conditions."):
            number, _dot, part = field.removeprefix("conditions.").partition(".")
            self.conditions.show(int(number), part, message)
            self.add_error(None, message)
            return
        place = PLACE_OF.get(field, field)
        if place not in self.errors:
            self.add_error(place if place in self.fields else None, message)


def initial_of(step: Step) -> dict[str, Any]:
    """Return the form's values of a step."""
    typed = mentions.Mentions(users=tuple(step.mention_users), everybody=step.mention_all)
    team = f"team:{step.team_id}" if step.team_id else ""
    serves = f"pipeline:{step.pipeline_id}" if step.pipeline_id else team
    plain = {name: getattr(step, name) for name in PLAIN}
    return plain | {"serves": serves, "mentions": typed.text, "credential": step.credential_id}


def usable_credentials(user: User, step: Step) -> Any:
    """Return the credentials that this person's teams may use, and the one the step already has."""
    return Credential.objects.visible_to(user).filter(Q(is_enabled=True) | Q(pk=step.credential_id))

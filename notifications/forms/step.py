"""The form of a notification step, checked by the rules the API uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from notifications import mentions, step_rules
from notifications.forms import choices
from notifications.forms.conditions import ConditionFormSet
from notifications.forms.credential_choice import usable_credentials
from notifications.forms.step_fields import StepFields

if TYPE_CHECKING:
    from django.http import QueryDict

    from notifications.models import Step
    from teams.api.problems import FieldError
    from teams.models import User

PLAIN = (
    "name", "task", "events", "content_fields", "custom_content", "allow_custom_names",
    "mention_trigger_user", "message_type", "language", "only_on_change", "urgent", "is_enabled",
    "on_ambiguous",
)  # fmt: skip
MESSAGE_FIELDS = {"content_fields", "custom_content", "mentions", "message_type", "language"}
DRAWING_NEEDS = {"content_fields", "message_type", "language"}
PLACE_OF = {"pipeline": "serves", "team": "serves"}


class StepForm(StepFields):
    """Every setting of a step; `step` is filled with what the form holds as soon as it is checked.

    A saved step stays in its team. With `message_only` nothing but the message has to hold.
    """

    def __init__(
        self, data: QueryDict | None = None, *, step: Step, user: User, message_only: bool = False
    ) -> None:
        self.step, self.user, self.message_only = step, user, message_only
        self.title = step.name
        teams = [step.team] if step.pk else choices.editable_teams(user)
        super().__init__(data, initial=initial_of(step))
        self.conditions = ConditionFormSet(data, initial=step.conditions, prefix="conditions")
        self.offer("serves", choices.served_choices(teams))
        self.offer("events", choices.event_choices())
        self.offer("content_fields", choices.field_choices())
        self.offer("message_type", choices.message_type_choices())
        self.fields["credential"].queryset = usable_credentials(user, step)  # type: ignore[attr-defined]
        self.preselect()

    def offer(self, name: str, offered: list[Any]) -> None:
        self.fields[name].choices = offered  # type: ignore[attr-defined]  # only choice fields are named

    def preselect(self) -> None:
        """Choose for a new step what leaves no choice: the only credential."""
        credentials = self.fields["credential"].queryset[:2]  # type: ignore[attr-defined]
        if not self.step.pk and not self.is_bound and len(credentials) == 1:
            self.initial["credential"] = credentials[0].pk

    @property
    def is_dirty(self) -> bool:
        """Tell whether the form holds what is not saved."""
        return self.is_bound and (self.has_changed() or self.conditions.has_changed())

    @property
    def can_be_drawn(self) -> bool:
        return not DRAWING_NEEDS & set(self.errors)

    def full_clean(self) -> None:
        super().full_clean()
        if self.message_only:
            for name in set(self.errors) - MESSAGE_FIELDS:
                del self.errors[name]

    def clean(self) -> dict[str, Any]:
        """Fill the step and show each of its faults at its field."""
        if chosen := self.cleaned_data.get("serves"):
            self.step.team, self.step.pipeline = choices.served(chosen, self.user)
        self.fill()
        for fault in self.faults():
            self.show(fault)
        return self.cleaned_data

    def fill(self) -> None:
        for name in PLAIN:
            setattr(self.step, name, self.cleaned_data.get(name, getattr(self.step, name)))
        typed = mentions.parse(self.cleaned_data.get("mentions", ""))
        self.step.mention_users, self.step.mention_all = list(typed.users), typed.everybody
        if credential := self.cleaned_data.get("credential"):
            self.step.credential = credential
        if self.conditions.is_valid():
            self.step.conditions = self.conditions.chosen()

    def faults(self) -> list[FieldError]:
        if self.message_only:
            return step_rules.message_faults(self.step)
        for message in self.conditions.complaints():
            self.add_error(None, message)
        if self.step.team_id is None:
            return step_rules.message_faults(self.step)
        return step_rules.faults(self.step)

    def show(self, fault: FieldError) -> None:
        if fault.field.startswith("conditions."):
            number, _dot, part = fault.field.removeprefix("conditions.").partition(".")
            self.conditions.show(int(number), part, fault.message)
            self.add_error(None, f"{gettext('Conditions')}: {fault.message}")
            return
        place = PLACE_OF.get(fault.field, fault.field)
        if place not in self.errors:
            self.add_error(place if place in self.fields else None, fault.message)


def initial_of(step: Step) -> dict[str, Any]:
    """Return the form's values of a step."""
    typed = mentions.Mentions(users=tuple(step.mention_users), everybody=step.mention_all)
    plain = {name: getattr(step, name) for name in PLAIN}
    serves = choices.value_of_served(step)
    return plain | {"serves": serves, "mentions": typed.text, "credential": step.credential_id}

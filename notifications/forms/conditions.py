"""A step's conditions as rows of a form: variable, operator, value."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications import step_rules
from notifications.models.step import Operator


class ConditionForm(forms.Form):
    variable = forms.CharField(
        label=_("Variable"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": "BRANCH"}),
    )
    operator = forms.ChoiceField(
        label=_("Operator"), required=False, choices=Operator.choices, initial=Operator.EQUALS
    )
    value = forms.CharField(
        label=_("Value"),
        required=False,
        max_length=step_rules.CONDITION_VALUE_MAX_LENGTH,
        widget=forms.TextInput(attrs={"placeholder": "release/*"}),
    )

    @property
    def is_filled(self) -> bool:
        return bool(self.cleaned_data.get("variable") or self.cleaned_data.get("value"))

    def kept(self) -> dict[str, Any]:
        """Return the condition as a step keeps it."""
        return {name: self.cleaned_data.get(name) or "" for name in ("variable", "operator", "value")}


class BaseConditionFormSet(forms.BaseFormSet):
    """Rows that were left empty are no conditions."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        # Django skips a row that looks untouched; ours says what the condition is, touched or not.
        return super().get_form_kwargs(index) | {"empty_permitted": False}

    @cached_property
    def filled(self) -> list[ConditionForm]:
        """Return the rows that say something, as they were before any fault was shown in them."""
        return [form for form in self.forms if form.is_bound and form.is_valid() and form.is_filled]

    def chosen(self) -> list[dict[str, Any]]:
        """Return the conditions as a step keeps them."""
        return [form.kept() for form in self.filled]

    def complaints(self) -> list[str]:
        """Return sentences about rows that cannot be read; their own errors stand in them."""
        if self.is_valid():
            return []
        unread = [gettext("A condition cannot be read.")] if any(self.errors) else []
        return [*self.non_form_errors(), *unread]

    def show(self, number: int, part: str, message: str) -> None:
        """Show a fault in the row of the condition with this number."""
        self.filled[number].add_error(part if part in ConditionForm.base_fields else None, message)


ConditionFormSet = cast(
    "type[BaseConditionFormSet]",
    forms.formset_factory(
        ConditionForm, formset=BaseConditionFormSet, extra=2, max_num=step_rules.CONDITIONS_MAX
    ),
)

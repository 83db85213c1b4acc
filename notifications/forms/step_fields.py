"""The fields of a notification step's form: Gitee's card, in its order, and what it lacks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from credentials.models import Credential
from notifications import step_rules
from notifications.forms.credential_choice import CredentialChoiceField
from notifications.models.step import OnAmbiguous
from notifications.vocabulary import LANGUAGE_CHOICES


class LinesField(forms.CharField):
    """A text of several lines; that browsers end each with CRLF is no change."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(initial, data.replace("\r\n", "\n") if data else data)


class StepFields(forms.Form):
    serves = forms.ChoiceField(label=_("Pipeline"), help_text=_("One pipeline, or all of a team's."))
    task = forms.CharField(
        label=_("Task"),
        required=False,
        max_length=step_rules.TASK_MAX_LENGTH,
        help_text=_("Only this task's events. Empty: every task, and the pipeline itself."),
    )
    name = forms.CharField(label=_("Name of the rule"), max_length=step_rules.NAME_MAX_LENGTH)
    credential = CredentialChoiceField(
        Credential.objects.none(), label=_("WebHook credential"), empty_label=_("Choose a credential")
    )
    events = forms.MultipleChoiceField(
        label=_("Notification events"), widget=forms.CheckboxSelectMultiple(attrs={"class": "events"})
    )
    only_on_change = forms.BooleanField(
        label=_("Only when the result differs from the previous run"), required=False
    )
    content_fields = forms.MultipleChoiceField(
        label=_("Notification content"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What an event does not report is left out of the message."),
    )
    custom_content = LinesField(
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
        widget=forms.TextInput(attrs={"placeholder": "lilei, hanmeimei", "autocomplete": "off"}),
        help_text=_(
            "Separate several with commas; “all” mentions everyone. "
            "A user_id stands in WeCom's administration: 管理后台 → 通讯录 → the member → 帐号."
        ),
    )
    mention_trigger_user = forms.BooleanField(
        label=_("Mention whoever triggered the run"),
        required=False,
        help_text=_("Works when the name the pipeline reports is that person's user_id."),
    )
    message_type = forms.ChoiceField(label=_("Message type"))
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

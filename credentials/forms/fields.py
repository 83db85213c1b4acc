"""Fields for what is typed once and never shown again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from credentials.webhook_urls import WebhookError, holds_a_key, parse
from sealing.secret import Secret

# The shape of an address, beside the field where one is pasted.
SAMPLE = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-…"
UNREMEMBERED = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false", "class": "code"}


class WriteOnlyInput(forms.TextInput):
    """A line that is never filled in again, not even beside its own error."""

    def format_value(self, value: Any) -> None:
        return None


class WriteOnlyTextarea(forms.Textarea):
    """A text that is never filled in again, not even beside its own error."""

    def format_value(self, value: Any) -> str:
        return ""


class PublicInput(forms.TextInput):
    """A line others will read; a key pasted here by mistake is not shown back."""

    def format_value(self, value: Any) -> Any:
        return None if value and holds_a_key(str(value)) else super().format_value(value)


class WebhookField(forms.CharField):
    """A robot's whole address or its key alone; cleaned, it is a `Secret` that `parse` reads."""

    widget = WriteOnlyInput(attrs=UNREMEMBERED | {"placeholder": SAMPLE})
    default_error_messages = {"required": _("Paste the robot's webhook address, or its key.")}

    def clean(self, value: Any) -> Secret:
        pasted = Secret(super().clean(value))
        try:
            parse(pasted)
        except WebhookError as error:
            raise forms.ValidationError(str(error)) from None
        return pasted

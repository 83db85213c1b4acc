"""What the page that counts sends back: up to which delivery it counted."""

from __future__ import annotations

from django import forms


class CountedForm(forms.Form):
    """Nothing newer than what was counted is sent again."""

    newest = forms.IntegerField(min_value=0, max_value=2**62, widget=forms.HiddenInput)

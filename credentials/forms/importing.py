from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from credentials.forms.fields import UNREMEMBERED, WriteOnlyTextarea
from credentials.forms.sharing import SharingForm
from credentials.importing import Line, UnreadableCsvError, decode, read


class ImportForm(SharingForm):
    """Many credentials as CSV, uploaded or pasted; the text is never shown again."""

    file = forms.FileField(label=_("CSV file"), required=False)
    text = forms.CharField(
        label=_("Or paste the lines"),
        required=False,
        widget=WriteOnlyTextarea(attrs=UNREMEMBERED | {"rows": 8}),
        help_text=_(
            "One line each: name,webhook,teams,description. Teams by identifier, separated by spaces."
        ),
    )
    field_order = ["file", "text", "teams", "for_all"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teams"].label = _("Who may use those without teams of their own")
        self.fields["teams"].required = False
        self.lines: list[Line] = []

    def clean(self) -> dict[str, Any]:
        """Read the lines; both boxes empty or full, or a text that is no CSV, is an error."""
        given = super().clean() or self.cleaned_data
        # The text itself goes no further: what is kept are lines whose webhook is a Secret.
        file, text = given.pop("file", None), given.pop("text", "")
        if bool(file) == bool(text):
            raise forms.ValidationError(gettext("Choose a file of at most 2.5 MB, or paste the lines."))
        try:
            self.lines = read(decode(file.read()) if file else text)
        except UnreadableCsvError as error:
            raise forms.ValidationError(str(error)) from None
        return given

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from teams.models import Role, Team, User

ROLE_HELP = _(
    "Viewers read. Editors also keep pipelines, rules and tests. Owners also keep members and credentials."
)


class RoleForm(forms.Form):
    """A role, as chips."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        widget=forms.RadioSelect,
        initial=Role.EDITOR,
        help_text=ROLE_HELP,
    )


class InvitationForm(RoleForm):
    """A role, and a note that tells open invitations apart."""

    note = forms.CharField(
        label=_("For whom"),
        max_length=100,
        required=False,
        help_text=_("A note for the team, such as a name. The link works for whoever opens it first."),
    )
    field_order = ["note", "role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # A team's page holds this form and the next one: their fields must not share identifiers.
        super().__init__(*args, **{"auto_id": "id_invitation_%s", **kwargs})


class MemberForm(RoleForm):
    """A person who has an account, and the role."""

    username = forms.CharField(label=_("User name"), max_length=150)
    field_order = ["username", "role"]

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_member_%s", **kwargs})
        self.team = team
        self.fields["username"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def clean_username(self) -> User:
        name = self.cleaned_data["username"]
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None:
            raise forms.ValidationError(
                gettext("Nobody here has the user name %(name)s: invite them by a link instead.")
                % {"name": name}
            )
        return user

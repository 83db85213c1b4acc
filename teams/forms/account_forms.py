from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from django import forms
from django.conf import settings
from django.contrib.auth.forms import SetPasswordForm, UserCreationForm
from django.utils.translation import gettext_lazy as _

from teams.models import User

PASSWORD_HELP = _("At least 12 characters; no common password, and nothing like your name.")


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """Allauth's form in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or e-mail")
        self.fields["login"].widget.attrs = {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields["password"].help_text = ""


class ProofForm(ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """Allauth's form in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].widget.attrs = {"autocomplete": "current-password", "autofocus": True}
        self.fields["password"].help_text = ""


class EnrolmentForm(UserCreationForm):
    """What a new person chooses: a user name, how they are called, a password."""

    class Meta:
        model = User
        fields = ["username", "first_name"]
        labels = {"username": _("User name"), "first_name": _("Full name")}
        help_texts = {
            "username": _("Letters, digits and @ . + - _ only. You sign in with it."),
            "first_name": _("How others see you; may stay empty."),
        }
        error_messages = {"username": {"unique": _("This user name is taken: choose another one.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].widget.attrs["autocomplete"] = "name"
        self.fields["password1"].help_text = PASSWORD_HELP
        self.fields["password2"].help_text = ""


class PasswordChangeForm(ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """Allauth's form in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Present password")
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password, again")
        self.fields["password1"].help_text = PASSWORD_HELP
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class PasswordChoiceForm(SetPasswordForm):
    """A password, twice."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["new_password1"].help_text = PASSWORD_HELP
        self.fields["new_password2"].help_text = ""


class ProfileForm(forms.ModelForm):
    """How a person is called and how pages look to them."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("As the browser")), *settings.LANGUAGES],
        widget=forms.RadioSelect,
        required=False,
    )

    class Meta:
        model = User
        fields = ["first_name", "language", "theme"]
        labels = {"first_name": _("Full name"), "theme": _("Appearance")}
        widgets = {"theme": forms.RadioSelect}

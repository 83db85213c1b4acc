"""How allauth signs people in here: nobody signs up, people are invited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from teams.request_address import address_of

if TYPE_CHECKING:
    from django.http import HttpRequest

UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104  # nosec B104  # where nobody listens; a session's row must name one
WRONG = _("This name and password do not belong together: check both, capitals count.")

NOT_THE_PASSWORD = _("This is not your present password: type it again.")


class InvitedOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Close sign-up: an account comes from an invitation or from `create_admin`."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "too_many_login_attempts": _("Too many failed sign-ins with this name: wait five minutes."),
        "enter_current_password": NOT_THE_PASSWORD,
        "incorrect_password": NOT_THE_PASSWORD,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the caller's address; who has none that is known shares one count of tries."""
        return address_of(request) or UNKNOWN_ADDRESS

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("profile")

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Stay silent: a page that shows who is signed in says it already."""

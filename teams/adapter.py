"""How allauth signs people in here: nobody signs up, people are invited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter

if TYPE_CHECKING:
    from django.http import HttpRequest


class InvitedOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Close sign-up: an account comes from an invitation or from `create_admin`."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

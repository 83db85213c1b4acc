from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from teams.models import User


class PersonRequest(HttpRequest):
    """A request whose person is known: pages by the session, the API by the token. For annotations only."""

    user: User

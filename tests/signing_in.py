"""People signed in without the sign-in page: with the session it leaves behind."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client


def sign_in(client: Client, person: Any) -> Client:
    """Sign somebody in who has just typed the password, as the session then tells, and return the client."""
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, person, method="password")
    request.session.save()
    return client

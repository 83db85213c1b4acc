"""Acts that a stolen session must not be enough for: whoever does them has just proved who they are.

A sign-in is such a proof, and so is the page that asks for the password again; it holds for five minutes.
"""

from __future__ import annotations

import time
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    View = Callable[..., HttpResponseBase]

READS = {"GET", "HEAD", "OPTIONS"}
NEEDED = 403


def is_proved(request: HttpRequest) -> bool:
    """Tell whether the person of this session proved who they are within the last five minutes."""
    records = get_authentication_records(request, request.user)
    age_seconds = time.time() - records[-1]["at"] if records else settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return bool(age_seconds < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def recently_proved(view: View) -> View:
    """Ask for a proof before the page opens, so that nobody fills in a form in vain."""
    return _guarded(view, opens=False)


def recently_proved_to_change(view: View) -> View:
    """Let everybody look who may, and ask for a proof before something is sent."""
    return _guarded(view, opens=True)


def _guarded(view: View, *, opens: bool) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_read = request.method in READS
        if not request.user.is_authenticated or (is_read and opens) or is_proved(request):
            return view(request, *args, **kwargs)
        if is_read:
            return HttpResponseRedirect(proof_address(request.get_full_path()))
        # What was sent may be a robot's key: it is kept nowhere, not even for the way back.
        address = proof_address(_page_it_was_sent_from(request))
        return render(request, "account/proof_needed.html", {"address": address}, status=NEEDED)

    guarded.needs_proof = "to change" if opens else "to open"  # type: ignore[attr-defined]  # tests read it
    return guarded


def proof_address(then: str) -> str:
    """Return the address of the page that asks who it is and leads on to another one."""
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': then})}"


def _page_it_was_sent_from(request: HttpRequest) -> str:
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return reverse("home")
    parts = urlsplit(page)
    return parts._replace(scheme="", netloc="", fragment="").geturl() or reverse("home")

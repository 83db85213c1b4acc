from __future__ import annotations

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from credentials.forms import RegistrationForm
from credentials.models import Credential
from credentials.readers import Reader
from credentials.webhook_urls import parse
from teams.signed_in import PersonRequest


@sensitive_post_parameters("webhook")
@require_http_methods(["GET", "HEAD", "POST"])
def new_credential(request: PersonRequest) -> HttpResponse:
    """Register a credential, on a page of its own or in a dialog beside another form."""
    require_registrar(request)
    form = RegistrationForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        credential = form.register(by=request.user)
        if credential:
            if not parse(form.cleaned_data["webhook"]).looks_usual:
                messages.warning(
                    request, gettext("This key does not look like WeCom's usual ones. Send a test.")
                )
            return _in_dialog(credential) if _is_dialog(request) else _on_page(request, credential)
    template = "credentials/_registration.html" if _is_dialog(request) else "credentials/new.html"
    return render(request, template, {"form": form}, status=422 if form.is_bound else 200)


def require_registrar(request: PersonRequest) -> None:
    """Let in administrators and owners.

    Raises:
        PermissionDenied: for others, with a sentence that says whom to ask.
    """
    if not Reader(request.user).may_register:
        raise PermissionDenied(
            gettext("Only administrators and owners of a team register credentials. Ask one of them.")
        )


def _is_dialog(request: PersonRequest) -> bool:
    return request.headers.get("HX-Target") == "dialog" or "dialog" in request.GET


def _in_dialog(credential: Credential) -> JsonResponse:
    """Answer the dialog with what its select needs."""
    identity = {"id": str(credential.pk), "name": credential.name}
    return JsonResponse(
        {"value": identity["id"], "label": credential.name},
        status=201,
        headers={"HX-Trigger": json.dumps({"credential-registered": identity})},
    )


def _on_page(request: PersonRequest, credential: Credential) -> HttpResponse:
    messages.success(request, gettext("“%(name)s” is registered.") % {"name": credential.name})
    return redirect("credential", credential.pk)

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from credentials.answers import advice, meaning
from credentials.forms import DetailsForm, KeyForm
from credentials.models import Credential
from credentials.readers import Reader
from teams.permissions import Verb, require
from teams.refused import Refused
from teams.signed_in import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def credential(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Show a credential to those who may use it, and let its keepers change it."""
    if request.method != "POST":
        return _page(request, _visible(request, pk))
    found = _kept(request, pk)
    form = DetailsForm(request.POST, credential=found, user=request.user)
    if form.is_valid() and form.save(by=request.user):
        messages.success(request, gettext("“%(name)s” is saved.") % {"name": found.name})
        return redirect("credential", found.pk)
    return _page(request, _visible(request, pk), form=form)


@sensitive_post_parameters("webhook")
@require_http_methods(["GET", "HEAD", "POST"])
def replace_key(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Put another robot's key in the old one's place."""
    found = _kept(request, pk)
    form = KeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and form.replace_in(found, by=request.user):
        messages.success(request, gettext("“%(name)s” has its new key.") % {"name": found.name})
        return redirect("credential", found.pk)
    context = {"credential": found, "form": form}
    return render(request, "credentials/key.html", context, status=422 if form.is_bound else 200)


@require_POST
def switch(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Enable or disable it: `enabled` is "true" or "false"."""
    found = _kept(request, pk)
    found.change(by=request.user, is_enabled=request.POST.get("enabled") == "true")
    return redirect("credential", found.pk)


@require_POST
def delete(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Delete it; while steps use it they are named instead (422)."""
    found = _kept(request, pk)
    try:
        found.remove(by=request.user)
    except Refused as refusal:
        return _page(request, _visible(request, pk), refusal=refusal.reason)
    messages.success(request, gettext("“%(name)s” is deleted.") % {"name": found.name})
    return redirect("credentials")


def _visible(request: PersonRequest, pk: UUID) -> Credential:
    return get_object_or_404(Credential.objects.visible_to(request.user).with_details(), pk=pk)


def _kept(request: PersonRequest, pk: UUID) -> Credential:
    found = _visible(request, pk)
    require(request.user, Verb.CREDENTIAL_MANAGE, found.owning_team)
    return found


def _page(
    request: PersonRequest, found: Credential, *, form: DetailsForm | None = None, refusal: str = ""
) -> HttpResponse:
    reader = Reader(request.user)
    is_kept = reader.keeps(found)
    last = found.last_answer
    context = {
        "credential": found,
        "is_kept": is_kept,
        "steps": reader.steps_of(found),
        "teams": reader.teams_of(found),
        "form": form or (DetailsForm(credential=found, user=request.user) if is_kept else None),
        "last": last,
        "meaning": meaning(last) if last else "",
        "advice": advice(last) if last else "",
        "refusal": refusal,
    }
    return render(request, "credentials/detail.html", context, status=422 if form or refusal else 200)

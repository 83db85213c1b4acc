"""Notification steps: the list people start from, and the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from notifications.checklist import checklist_of
from notifications.forms.choices import Served, editable_teams
from notifications.forms.samples import DEFAULT_SAMPLE, sample_choices
from notifications.forms.step import StepForm
from notifications.models import Pipeline, Step
from notifications.step_summaries import summaries
from teams.permissions import Verb, can, require

if TYPE_CHECKING:
    from teams.signed_in import PersonRequest

INVALID = 422


@require_GET
def home(request: PersonRequest) -> HttpResponse:
    """List the steps this person may see, each as a sentence with its last delivery."""
    steps = Step.objects.visible_to(request.user).select_related("team", "pipeline", "credential")
    if text := request.GET.get("q", "").strip():
        steps = steps.named(text)
    return TemplateResponse(
        request,
        "notifications/steps.html",
        {
            "rows": summaries(steps, request.user),
            "checklist": checklist_of(request.user),
            "may_create": bool(editable_teams(request.user)),
        },
    )


@require_http_methods(["GET", "POST"])
def step_new(request: PersonRequest) -> HttpResponse:
    """Show an empty form, or save a new step."""
    return answered(request, new_step(request))


@require_http_methods(["GET", "POST"])
def step(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a step's form, or save it."""
    return answered(request, visible_step(request, pk))


@require_POST
def step_deletion(request: PersonRequest, pk: int) -> HttpResponse:
    """Delete a step; what it owed before stays owed."""
    found = visible_step(request, pk)
    require(request.user, Verb.STEP_DELETE, found.team)
    found.remove(by=request.user)
    messages.info(request, gettext("“%(name)s” was deleted.") % {"name": found.name})
    return redirect("home")


@require_POST
def step_activation(request: PersonRequest, pk: int) -> HttpResponse:
    """Switch a step on or off, as the list's switch says."""
    found = visible_step(request, pk)
    require(request.user, Verb.STEP_EDIT, found.team)
    found.is_enabled = "is_enabled" in request.POST
    found.store(by=request.user)
    return redirect("home")


def visible_step(request: PersonRequest, pk: int) -> Step:
    found: Step = get_object_or_404(
        Step.objects.visible_to(request.user).select_related("team", "pipeline", "credential"), pk=pk
    )
    return found


def new_step(request: PersonRequest) -> Step:
    """Return an unsaved step for the pipeline or team the address names."""
    made = Step()
    team_slug, _slash, identifier = request.GET.get("pipeline", "").partition("/")
    pipelines = Pipeline.objects.visible_to(request.user).select_related("team")
    if pipeline := pipelines.filter(team__slug=team_slug, identifier=identifier).first():
        made.pipeline, made.team, made.language = pipeline, pipeline.team, pipeline.team.language
    elif teams := editable_teams(request.user):
        made.language = teams[0].language
    return made


def form_of(request: PersonRequest, made: Step) -> StepForm:
    data = request.POST if request.method == "POST" else None
    return StepForm(data, step=made, user=request.user, served=Served(user=request.user))


def answered(request: PersonRequest, made: Step) -> HttpResponse:
    """Show the form, or save it when it was sent and holds."""
    form = form_of(request, made)
    if request.method == "GET":
        return page(request, form)
    if not form.is_valid():
        return page(request, form, status=INVALID)
    require(request.user, Verb.STEP_EDIT if made.pk else Verb.STEP_CREATE, form.draft.team)
    form.draft.store(by=request.user)
    messages.info(request, gettext("“%(name)s” was saved.") % {"name": form.draft.name})
    return redirect("step", form.draft.pk)


def page(request: PersonRequest, form: StepForm, *, status: int = 200, **more: Any) -> HttpResponse:
    """Return the form's page; `more` holds a preview or a test's answer to show beside it."""
    team = form.step.team if form.step.team_id else None
    context = {
        "form": form,
        "step": form.step if form.step.pk else None,
        "samples": sample_choices(request.user, form.step),
        "sample": request.POST.get("sample", DEFAULT_SAMPLE),
        "may_save": team is None or can(request.user, Verb.STEP_EDIT, team),
        "may_register": request.user.is_superuser
        or (team and can(request.user, Verb.CREDENTIAL_REGISTER, team)),
    }
    return TemplateResponse(request, "notifications/step.html", context | more, status=status)

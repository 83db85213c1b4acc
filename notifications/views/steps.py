"""The form of a notification step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from credentials.readers import Reader
from notifications.forms.choices import editable_teams
from notifications.forms.samples import Samples
from notifications.forms.step import StepForm
from notifications.models import Pipeline, Step
from notifications.mutes import of_step
from teams.permissions import Verb, can, require

if TYPE_CHECKING:
    from teams.signed_in import PersonRequest

INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
def step_new(request: PersonRequest) -> HttpResponse:
    """Show an empty form, or save a new step."""
    form = form_of(request, new_step(request))
    return saved(request, form) if request.method == "POST" else page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a step's form, or save it."""
    found = visible_step(request, pk)
    if request.method != "POST":
        return page(request, form_of(request, found))
    require(request.user, Verb.STEP_EDIT, found.team)
    return saved(request, form_of(request, found))


@require_POST
def step_deletion(request: PersonRequest, pk: int) -> HttpResponse:
    """Delete a step; what it owed before stays owed."""
    found = visible_step(request, pk)
    require(request.user, Verb.STEP_DELETE, found.team)
    found.remove(by=request.user)
    messages.success(request, gettext("“%(name)s” is deleted.") % {"name": found.name})
    return redirect("home")


def visible_step(request: PersonRequest, pk: int) -> Step:
    steps = Step.objects.visible_to(request.user).select_related("team", "pipeline__team", "credential")
    steps = steps.with_mute_of_robot()
    found: Step = get_object_or_404(steps, pk=pk)
    return found


def new_step(request: PersonRequest) -> Step:
    """Return an unsaved step for the pipeline that the address names, if any.

    Raises:
        PermissionDenied: for people who may write steps in no team.
    """
    teams = editable_teams(request.user)
    if not teams:
        raise PermissionDenied(
            gettext("Rules are written by editors and owners of a team. Ask an owner of yours for that role.")
        )
    # The teams are those this person writes rules for.
    # nosemgrep: what-is-asked-for-is-visible
    pipelines = Pipeline.objects.filter(team__in=teams).select_related("team")
    made = Step(language=teams[0].language)
    if pipeline := pipelines.named(request.GET.get("pipeline", "")).first():
        made.pipeline, made.team, made.language = pipeline, pipeline.team, pipeline.team.language
    return made


def form_of(request: PersonRequest, made: Step, *, message_only: bool = False) -> StepForm:
    data = request.POST if request.method == "POST" else None
    return StepForm(data, step=made, user=request.user, message_only=message_only)


def saved(request: PersonRequest, form: StepForm) -> HttpResponse:
    """Save the form's step when it holds; otherwise show its faults."""
    if not form.is_valid():
        return page(request, form, status=INVALID)
    require(request.user, Verb.STEP_EDIT if form.step.pk else Verb.STEP_CREATE, form.step.team)
    form.step.store(by=request.user)
    messages.success(request, gettext("“%(name)s” is saved.") % {"name": form.step.name})
    return redirect("step", form.step.pk)


def samples_of(request: PersonRequest, form: StepForm) -> Samples:
    """Return the sample menu as it was left."""
    return Samples(user=request.user, step=form.step, wanted=request.POST.get("sample", ""))


def page(request: PersonRequest, form: StepForm, *, status: int = 200, **more: Any) -> HttpResponse:
    """Return the form's page; `more` holds a preview or a test's answer to show beside it."""
    step = form.step if form.step.pk else None
    context = {
        "form": form,
        "step": step,
        "mute": of_step(visible_step(request, step.pk)) if step else None,
        "title": form.title if step else gettext("New rule"),
        "samples": more.pop("samples", None) or samples_of(request, form),
        "may_save": step is None or can(request.user, Verb.STEP_EDIT, step.team),
        "may_register": Reader(request.user).may_register,
    }
    return TemplateResponse(request, "notifications/step.html", context | more, status=status)

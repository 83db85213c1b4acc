"""Muting a rule, a pipeline or a robot for a time, and ending that at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from credentials.models import Credential
from notifications.forms.mute import MuteForm
from notifications.lane_rights import require_lane_keeper
from notifications.models import Lane
from notifications.queues import Queue, queues_of
from notifications.views.coming_back import asked_back
from notifications.views.pipelines import visible_pipeline
from notifications.views.queues import kept_lane
from notifications.views.steps import visible_step
from teams.permissions import Verb, require

if TYPE_CHECKING:
    from notifications.models import Pipeline, Step
    from teams.models import User
    from teams.signed_in import PersonRequest

INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
def step_mute(request: PersonRequest, pk: int) -> HttpResponse:
    """Choose for how long a rule tells nobody, and mute it."""
    return _mute(request, _step(request, pk))


@require_POST
def step_unmuting(request: PersonRequest, pk: int) -> HttpResponse:
    """Let a muted rule tell again."""
    return _unmute(request, _step(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def pipeline_mute(request: PersonRequest, team: str, identifier: str) -> HttpResponse:
    """Choose for how long nobody is told of a pipeline, and mute it."""
    return _mute(request, _pipeline(request, team, identifier))


@require_POST
def pipeline_unmuting(request: PersonRequest, team: str, identifier: str) -> HttpResponse:
    """Let a muted pipeline be told of again."""
    return _unmute(request, _pipeline(request, team, identifier))


@require_http_methods(["GET", "HEAD", "POST"])
def queue_mute(request: PersonRequest, pk: int) -> HttpResponse:
    """Choose for how long nothing new is owed to a robot, and mute it."""
    return _mute(request, _lane(request, pk))


@require_POST
def queue_unmuting(request: PersonRequest, pk: int) -> HttpResponse:
    """Let a muted robot be owed messages again."""
    return _unmute(request, kept_lane(request, pk))


def _step(request: PersonRequest, pk: int) -> Step:
    found = visible_step(request, pk)
    require(request.user, Verb.STEP_MUTE, found.team)
    return found


def _pipeline(request: PersonRequest, team: str, identifier: str) -> Pipeline:
    found = visible_pipeline(request, team, identifier)
    require(request.user, Verb.PIPELINE_MUTE, found.team)
    return found


def _lane(request: PersonRequest, pk: int) -> Lane:
    """Return the queue of a robot, which may be muted before anything was owed to it: a POST stores it."""
    if not Credential.objects.visible_to(request.user).filter(robot=pk).exists():
        raise Http404
    require_lane_keeper(request.user, pk)
    if request.method == "POST":
        return Lane.objects.get_or_create(pk=pk)[0]
    # Whose robot it is was asked at the door.
    # nosemgrep: what-is-asked-for-is-visible
    return Lane.objects.filter(pk=pk).first() or Lane(pk=pk)


def _mute(request: PersonRequest, what: Step | Pipeline | Lane) -> HttpResponse:
    form = MuteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        drops = form.cleaned_data["drops_waiting"]
        what.mute(until=form.cleaned_data["until"], by=request.user, drops_waiting=drops)
        said = gettext("“%(name)s” is muted until %(time)s.")
        moment = date_format(timezone.localtime(what.muted_until), "m-d H:i")
        messages.success(request, said % {"name": _name(request, what), "time": moment})
        return _back(request, what)
    context = {
        "form": form,
        "what": what,
        "kind": what.NOUN,
        "name": _name(request, what),
        "waiting": what.waiting().count(),
        "by": _by(request, what),
        "back": asked_back(request) or _home(what),
        "unmuting": f"{request.path.removesuffix('mute/')}unmuting/",
    }
    return TemplateResponse(
        request, "notifications/mute.html", context, status=INVALID if form.is_bound else 200
    )


def _unmute(request: PersonRequest, what: Step | Pipeline | Lane) -> HttpResponse:
    what.unmute(by=request.user)
    messages.success(request, gettext("“%(name)s” notifies again.") % {"name": _name(request, what)})
    return _back(request, what)


def _name(request: PersonRequest, what: Step | Pipeline | Lane) -> str:
    return _queue(request, what).name if isinstance(what, Lane) else str(what)


def _queue(request: PersonRequest, lane: Lane) -> Queue:
    return queues_of([lane], request.user, now=timezone.now())[0]


def _by(request: PersonRequest, what: Step | Pipeline | Lane) -> User | None:
    """Return who muted it, where that is this person's to know."""
    if isinstance(what, Lane):
        return _queue(request, what).muted_by
    return what.muted_by


def _home(what: Step | Pipeline | Lane) -> str:
    return reverse("queues") if isinstance(what, Lane) else what.get_absolute_url()


def _back(request: PersonRequest, what: Step | Pipeline | Lane) -> HttpResponse:
    return redirect(asked_back(request) or _home(what))

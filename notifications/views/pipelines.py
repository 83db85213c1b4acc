"""The list of pipelines, a new one, and a pipeline's page with its name and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Count, OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from notifications.connections import Place, hook_rows, unsaid_by
from notifications.event_words import status_words
from notifications.forms.pipeline import HookForm, PipelineForm, PipelineNameForm, TokenForm
from notifications.models import Event, Pipeline
from notifications.snippets import SYSTEMS, system_of
from notifications.sources import SOURCES
from teams.models import Team
from teams.paging import page_for
from teams.permissions import Verb, can, require

if TYPE_CHECKING:
    from teams.signed_in import PersonRequest

INVALID = 422
ROWS_A_PAGE = 50
RECENT_EVENTS = 5


@require_safe
def pipelines(request: PersonRequest) -> HttpResponse:
    """List the pipelines of this person's teams, the newest first, with what each reported last."""
    text = request.GET.get("q", "").strip()[:100]
    found = Pipeline.objects.visible_to(request.user).select_related("team", "muted_by")
    if text:
        found = found.mentioning(text)
    rows = page_for(request, found, limit=ROWS_A_PAGE)
    context = {
        "rows": _with_last_event(rows.items),
        "next": rows.next,
        "teams": Team.objects.visible_to(request.user),
        "may_create": Team.objects.allowing(request.user, Verb.PIPELINE_CREATE).exists(),
    }
    return TemplateResponse(request, "notifications/pipelines.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def pipeline_new(request: PersonRequest) -> HttpResponse:
    """Show the form of a new pipeline, or create it and show how to connect it."""
    form = PipelineForm(request.POST or None, user=request.user, initial={"team": request.GET.get("team")})
    if request.method == "POST" and form.is_valid():
        require(request.user, Verb.PIPELINE_CREATE, form.cleaned_data["team"])
        made = form.create(by=request.user)
        messages.success(request, gettext("“%(name)s” is created. Connect it now.") % {"name": made.name})
        return redirect(made)
    status = INVALID if request.method == "POST" else 200
    return TemplateResponse(request, "notifications/pipeline_new.html", {"form": form}, status=status)


@require_safe
def pipeline(request: PersonRequest, team: str, identifier: str) -> HttpResponse:
    """Show how to connect a pipeline, its tokens and hooks, its steps and what it reported last."""
    return page(request, visible_pipeline(request, team, identifier))


@require_POST
def pipeline_name(request: PersonRequest, team: str, identifier: str) -> HttpResponse:
    """Give a pipeline another display name."""
    found = visible_pipeline(request, team, identifier)
    require(request.user, Verb.PIPELINE_EDIT, found.team)
    form = PipelineNameForm(request.POST, instance=visible_pipeline(request, team, identifier))
    if not form.is_valid():
        return page(request, found, name_form=form, status=INVALID)
    found.rename(form.cleaned_data["name"], by=request.user)
    messages.success(request, gettext("The name is saved."))
    return redirect(found)


@require_POST
def pipeline_deletion(request: PersonRequest, team: str, identifier: str) -> HttpResponse:
    """Delete a pipeline with all that belongs to it."""
    found = visible_pipeline(request, team, identifier)
    require(request.user, Verb.PIPELINE_DELETE, found.team)
    found.remove(by=request.user)
    messages.success(request, gettext("“%(name)s” is deleted.") % {"name": found.name})
    return redirect("pipelines")


def visible_pipeline(request: PersonRequest, team: str, identifier: str) -> Pipeline:
    found = Pipeline.objects.visible_to(request.user).select_related("team", "muted_by")
    return get_object_or_404(found, team__slug=team, identifier=identifier)


def page(request: PersonRequest, found: Pipeline, *, status: int = 200, **more: Any) -> HttpResponse:
    """Return a pipeline's page; `more` holds a form with faults, or a secret that is shown this once."""
    place = Place(team=found.team, pipeline=found)
    system = system_of(request.GET.get("system", ""))
    source = SOURCES.get(system.source)
    context = {
        "pipeline": found,
        "systems": SYSTEMS,
        "system": system,
        "source": source,
        "unsaid": unsaid_by(source) if source else None,
        "tokens": place.tokens(),
        "hooks": hook_rows(place),
        "steps": found.steps.select_related("credential"),
        # The pipeline came through the door.
        # nosemgrep: what-is-asked-for-is-visible
        "events": [_told(each) for each in Event.objects.filter(pipeline=found)[:RECENT_EVENTS]],
        "name_form": PipelineNameForm(instance=found),
        "token_form": TokenForm(for_team=False),
        "hook_form": HookForm(for_team=False),
        "may_edit": can(request.user, Verb.PIPELINE_EDIT, found.team),
    }
    return TemplateResponse(request, "notifications/pipeline.html", context | more, status=status)


def _with_last_event(rows: list[Pipeline]) -> list[dict[str, Any]]:
    """Return each pipeline with its steps counted and its last event: two queries, however many rows."""
    # The rows came through the door, and these are counted for them.
    # nosemgrep: what-is-asked-for-is-visible
    last = Event.objects.filter(pipeline=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    # The rows came through the door.
    # nosemgrep: what-is-asked-for-is-visible
    counted = Pipeline.objects.filter(pk__in=[row.pk for row in rows])
    counted = counted.annotate(steps_count=Count("steps"), last_event=Subquery(last))
    figures = {each["pk"]: each for each in counted.values("pk", "steps_count", "last_event")}
    events = Event.objects.in_bulk([each["last_event"] for each in figures.values() if each["last_event"]])
    return [
        {
            "pipeline": row,
            "steps_count": figures[row.pk]["steps_count"],
            "last": _told(event) if (event := events.get(figures[row.pk]["last_event"])) else None,
        }
        for row in rows
    ]


def _told(event: Event) -> dict[str, Any]:
    return {"event": event, "status": status_words(event)}

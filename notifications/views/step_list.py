"""The list of notification steps, where people start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from notifications.checklist import checklist_of
from notifications.forms.choices import editable_teams
from notifications.forms.step_filters import StepFilters
from notifications.models import Step
from notifications.step_summaries import summaries
from notifications.stopped_robots import stopped_robots_of
from notifications.views.steps import visible_step
from teams.permissions import Verb, require

if TYPE_CHECKING:
    from notifications.models.step import StepQuerySet
    from teams.signed_in import PersonRequest

ROWS_PER_PAGE = 25
ROW = ("team", "pipeline__muted_by", "credential", "muted_by")


@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """List the steps this person may see, each as a sentence with its last delivery."""
    filters = StepFilters(request.GET, user=request.user)
    steps = filters.narrow(Step.objects.visible_to(request.user))
    steps = after(steps, request.GET.get("cursor", "")).select_related(*ROW).with_mute_of_robot()
    rows = list(steps[: ROWS_PER_PAGE + 1])
    shown = rows[:ROWS_PER_PAGE]
    context = {
        "filters": filters,
        "rows": summaries(shown, request.user),
        "next": shown[-1].pk if len(rows) > ROWS_PER_PAGE else None,
        "checklist": checklist_of(request.user),
        "stopped_robots": stopped_robots_of(request.user),
        "may_create": bool(editable_teams(request.user)),
    }
    return TemplateResponse(request, "notifications/steps.html", context)


@require_POST
def step_activation(request: PersonRequest, pk: int) -> HttpResponse:
    """Switch a step on or off, as the list's switch says; the list's filters stay."""
    found = visible_step(request, pk)
    require(request.user, Verb.STEP_EDIT, found.team)
    found.is_enabled = "is_enabled" in request.POST
    found.store(by=request.user)
    return redirect(f"{reverse('home')}?{request.GET.urlencode()}".rstrip("?"))


def after(steps: StepQuerySet, cursor: str) -> StepQuerySet:
    """Go on after the row that was last; its key is the cursor, the order is the name's."""
    if not cursor:
        return steps
    last = steps.filter(pk=cursor[:18]).first() if cursor.isdecimal() else None
    if last is None:
        raise Http404
    return steps.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))

"""The robots' queues: what waits, why, and the buttons that steer them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from notifications.clockwork import clock
from notifications.lane_rights import require_lane_keeper
from notifications.models import Delivery, Lane
from notifications.queues import queues_of
from notifications.readiness import dispatcher_seen
from notifications.views.coming_back import asked_back
from teams.paging import page_for
from teams.refused import Refused

if TYPE_CHECKING:
    from notifications.models.lane import LaneQuerySet
    from teams.signed_in import PersonRequest

ROWS_PER_PAGE = 25
SILENCE_SECONDS = 15
CONFLICT = 409


@require_safe
def queues(request: PersonRequest) -> HttpResponse:
    """List the queues of the robots this person's teams may use; `?show=` waiting or stopped."""
    return _page(request)


@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask once, then send nothing but tests from this queue until it is resumed."""
    lane = kept_lane(request, pk)
    if request.method == "POST":
        lane.pause(by=request.user)
        return _back(request)
    queue = queues_of([lane], request.user, now=clock.now())[0]
    context = {"queue": queue, "back": asked_back(request) or reverse("queues")}
    return TemplateResponse(request, "notifications/queue_pause.html", context)


@require_POST
def resumption(request: PersonRequest, pk: int) -> HttpResponse:
    """Let a paused queue go on."""
    kept_lane(request, pk).resume(by=request.user)
    return _back(request)


@require_POST
def probe(request: PersonRequest, pk: int) -> HttpResponse:
    """Try the first message now instead of at the end of the hold; never over the minute's limit."""
    try:
        kept_lane(request, pk).try_now(by=request.user)
    except Refused as refusal:
        return _page(request, refusal=refusal.reason)
    return _back(request)


def _page(request: PersonRequest, *, refusal: str = "") -> HttpResponse:
    show = request.GET.get("show", "")
    found = narrowed(Lane.objects.visible_to(request.user), show).select_related("paused_by", "muted_by")
    page = page_for(request, found, limit=ROWS_PER_PAGE)
    context = {
        "queues": queues_of(page.items, request.user, now=clock.now()),
        "next": page.next,
        "show": show,
        "refusal": refusal,
        "back": f"?{urlencode({'next': request.get_full_path()})}",
        "is_silent": not dispatcher_seen(within_seconds=SILENCE_SECONDS),
    }
    status = CONFLICT if refusal else 200
    return TemplateResponse(request, "notifications/queues.html", context, status=status)


def narrowed(lanes: LaneQuerySet, show: str) -> LaneQuerySet:
    """Return the lanes that have something waiting, those that are stopped or muted, or all."""
    if show == "waiting":
        return lanes.filter(Exists(Delivery.objects.open().order_by().filter(lane=OuterRef("pk"))))
    if show == "stopped":
        now = clock.now()
        is_held = Q(hold_until__gt=now) | Q(muted_until__gt=now)
        return lanes.filter(is_held | Q(paused_at__isnull=False) | Q(breaker_opened_at__isnull=False))
    return lanes


def kept_lane(request: PersonRequest, pk: int) -> Lane:
    """Return a queue that this person may steer."""
    found = get_object_or_404(Lane.objects.visible_to(request.user), pk=pk)
    require_lane_keeper(request.user, found.pk)
    return found


def _back(request: PersonRequest) -> HttpResponse:
    return redirect(asked_back(request) or "queues")

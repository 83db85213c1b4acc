"""One queue: how it stands, what it would send now, and sending all that waits as one message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from credentials.models import Credential
from notifications.clockwork import clock
from notifications.delivery import drafts
from notifications.models import Delivery, Lane
from notifications.queues import queues_of
from notifications.views.deliveries import rows_of, with_relations
from notifications.views.queues import kept_lane

if TYPE_CHECKING:
    from notifications.delivery.drafts import Draft
    from teams.signed_in import PersonRequest

ROWS_SHOWN = 20


@require_safe
def queue(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a queue and the message it would send now, drawn and measured, with what it tells of."""
    lanes = Lane.objects.visible_to(request.user).select_related("paused_by", "muted_by")
    lane, now = get_object_or_404(lanes, pk=pk), clock.now()
    draft = drafts.next_of(lane, now=now)
    context = _told(request, draft) | {"queue": queues_of([lane], request.user, now=now)[0]}
    return TemplateResponse(request, "notifications/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def queue_flush(request: PersonRequest, pk: int) -> HttpResponse:
    """Count and draw what sending all as one would make; a POST has it sent."""
    lane = kept_lane(request, pk)
    if request.method == "POST":
        lane.flush(by=request.user)
        messages.success(
            request, gettext("All that waits goes as one message, as soon as the robot takes it.")
        )
        return redirect("queue", lane.pk)
    heaps = drafts.heaps_of(lane)
    known = Credential.objects.visible_to(request.user).filter(robot=lane.pk)
    context = _told(request, drafts.flushed(lane)) | {
        "queue": queues_of([lane], request.user, now=clock.now())[0],
        "heaps": heaps,
        "known": set(known.values_list("pk", flat=True)),
        "count": sum(heap.count for heap in heaps),
        "messages_count": sum(heap.messages for heap in heaps),
    }
    return TemplateResponse(request, "notifications/queue_flush.html", context)


def _told(request: PersonRequest, draft: Draft | None) -> dict[str, object]:
    """Return what a page shows of a draft; the message of a team that is not this person's stays closed."""
    if draft is None:
        return {"draft": None}
    is_visible = Delivery.objects.visible_to(request.user).filter(pk=draft.head.pk).exists()
    if not is_visible:
        return {"draft": draft, "is_closed": True}
    newest = [each.pk for each in reversed(draft.waiting[-ROWS_SHOWN:])]
    # They wait with the draft's head, which was asked for above: one robot, one message.
    # nosemgrep: what-is-asked-for-is-visible
    rows = with_relations(Delivery.objects.filter(pk__in=newest).order_by("-pk"))
    return {"draft": draft, "rows": rows_of(rows), "left": len(draft.waiting) - len(newest)}

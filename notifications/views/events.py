"""An event's page: what was reported, and why each step did or did not fire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from notifications import event_words
from notifications.models import Delivery, Event
from notifications.views.deliveries import rows_of, with_relations

if TYPE_CHECKING:
    from teams.signed_in import PersonRequest


@require_safe
def event(request: PersonRequest, pk: int) -> HttpResponse:
    """Show one event with its facts, its deliveries and every step's decision."""
    found = get_object_or_404(Event.objects.visible_to(request.user).select_related("pipeline__team"), pk=pk)
    owed = with_relations(Delivery.objects.visible_to(request.user).filter(event=found)).order_by("pk")
    return TemplateResponse(
        request,
        "notifications/event.html",
        {
            "event": found,
            "status": event_words.status_words(found),
            "facts": event_words.facts_of(found),
            "verdicts": event_words.verdicts_of(found, request.user),
            "reporter": event_words.reporter_words(found),
            "never_sent": event_words.never_sent(found),
            "rows": rows_of(owed),
        },
    )

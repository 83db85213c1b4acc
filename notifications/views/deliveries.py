"""The log: what was owed to whom, what was sent, and what WeCom answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from credentials.answers import meaning
from notifications import delivery_words
from notifications.forms.delivery_filters import DeliveryFilters
from notifications.models import Delivery
from notifications.models.delivery import OPEN_STATES
from teams.paging import BadCursorError, page_of
from teams.permissions import Verb, can, require

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from teams.signed_in import PersonRequest

ROWS_PER_PAGE = 50


@require_GET
def deliveries(request: PersonRequest) -> HttpResponse:
    """List the deliveries this person may see, newest first, narrowed by the address."""
    filters = DeliveryFilters(request.GET, user=request.user)
    found = with_relations(filters.narrow(Delivery.objects.visible_to(request.user)))
    try:
        page = page_of(found, limit=ROWS_PER_PAGE, cursor=request.GET.get("cursor", ""))
    except BadCursorError:
        raise Http404 from None
    context = {"filters": filters, "rows": rows_of(page.items), "next": page.next}
    return TemplateResponse(request, "notifications/deliveries.html", context)


@require_GET
def delivery(request: PersonRequest, pk: int) -> HttpResponse:
    """Show one delivery: its text as sent, each attempt, and what came back."""
    found = get_object_or_404(with_relations(Delivery.objects.visible_to(request.user)), pk=pk)
    attempts = list(found.attempts.all())
    context = {
        "delivery": found,
        "subject": delivery_words.subject(found),
        "explanation": delivery_words.explain(found, attempts),
        "attempts": [(attempt, meaning(attempt.answer)) for attempt in attempts],
        "related": related_to(found),
        "sent": (sent := delivery_words.as_sent(found)),
        "sent_list": [sent],
        "may_redeliver": found.state not in OPEN_STATES
        and can(request.user, Verb.DELIVERY_REDELIVER, found.team),
    }
    return TemplateResponse(request, "notifications/delivery.html", context)


@require_POST
def redeliveries(request: PersonRequest, pk: int) -> HttpResponse:
    """Send a delivery's frozen text again, as a delivery of its own."""
    found = get_object_or_404(Delivery.objects.visible_to(request.user), pk=pk)
    require(request.user, Verb.DELIVERY_REDELIVER, found.team)
    again = found.redeliver(by=request.user)
    messages.info(request, gettext("The message waits for its robot again."))
    return redirect("delivery", again.pk)


def with_relations(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Fetch what a row shows in the same query."""
    return deliveries.select_related("event__pipeline", "step", "credential", "team", "lane")


def shown_in_rows(deliveries: QuerySet[Delivery]) -> list[tuple[Delivery, str]]:
    return rows_of(with_relations(deliveries))


def rows_of(deliveries: Iterable[Delivery]) -> list[tuple[Delivery, str]]:
    """Return each delivery with its subject."""
    return [(delivery, delivery_words.subject(delivery)) for delivery in deliveries]


def related_to(delivery: Delivery) -> list[Delivery]:
    """Return the other part of a message: what it follows, or what follows it."""
    followed = [delivery.follows] if delivery.follows else []
    return [*followed, *delivery.followed_by.all()]

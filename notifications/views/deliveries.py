"""The log: what was owed to whom, what was sent, and what WeCom answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from credentials.answers import meaning
from credentials.models import Credential
from notifications import delivery_words
from notifications.as_sent import AsSent
from notifications.forms.delivery_filters import DeliveryFilters
from notifications.models import Delivery, Step
from notifications.models.delivery import OPEN_STATES
from notifications.models.redelivery import NotRedeliverableError
from notifications.mutes import now_muted
from teams.paging import page_for
from teams.permissions import Verb, can, require

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from notifications.models.delivery import DeliveryQuerySet
    from teams.signed_in import PersonRequest

ROWS_PER_PAGE = 40  # of a dozen elements each: a page of 700 is still quick on a phone
CARRIED_SHOWN = 100
CONFLICT = 409


@require_safe
def deliveries(request: PersonRequest) -> HttpResponse:
    """List the deliveries this person may see, newest first, narrowed by the address."""
    filters = DeliveryFilters(request.GET, user=request.user)
    found = filters.narrow(Delivery.objects.visible_to(request.user))
    # Only the keys are sorted: sorting whole rows with their texts takes seconds in a long log.
    page = page_for(request, found.only("pk"), limit=ROWS_PER_PAGE)
    step, credential = filters.chosen.get("step"), filters.chosen.get("credential")
    context = {
        "filters": filters,
        "may_redeliver_many": filters.is_valid() and found.redeliverable_by(request.user).exists(),
        "of_step": step and Step.objects.visible_to(request.user).filter(pk=step).first(),
        "since": filters.chosen.get("since"),
        "carrier": filters.chosen.get("carried_by"),
        "of_credential": visible_credential(request, credential),
        # The page's items came through visible_to.
        # nosemgrep: what-is-asked-for-is-visible
        "rows": rows_of(with_relations(Delivery.objects.filter(pk__in=[each.pk for each in page.items]))),
        "next": page.next,
        "muted": now_muted(request.user),
    }
    return TemplateResponse(request, "notifications/deliveries.html", context)


@require_safe
def delivery(request: PersonRequest, pk: int) -> HttpResponse:
    """Show one delivery: its text as sent, each attempt, and what came back."""
    return delivery_page(request, visible_delivery(request, pk))


@require_POST
def redeliveries(request: PersonRequest, pk: int) -> HttpResponse:
    """Send a delivery's frozen text again, or release a held one."""
    found = visible_delivery(request, pk)
    require(request.user, Verb.DELIVERY_REDELIVER, found.team)
    try:
        again = found.redeliver(by=request.user)
    except NotRedeliverableError as error:
        return delivery_page(request, visible_delivery(request, pk), status=CONFLICT, refusal=str(error))
    messages.success(request, gettext("The message waits for its robot again."))
    return redirect("delivery", again.pk)


def visible_delivery(request: PersonRequest, pk: int) -> Delivery:
    return get_object_or_404(with_relations(Delivery.objects.visible_to(request.user)), pk=pk)


def delivery_page(
    request: PersonRequest, found: Delivery, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    attempts = list(found.attempts.all())
    context = {
        "delivery": found,
        "subject": delivery_words.subject(found),
        "explanation": delivery_words.explain(found, attempts),
        "attempts": [(attempt, meaning(attempt.answer)) for attempt in attempts],
        "related": related_to(found),
        **carried_by(found),
        "sent": [AsSent.of_delivery(found)],
        "credential": visible_credential(request, found.credential),
        "may_redeliver": found.state not in OPEN_STATES
        and can(request.user, Verb.DELIVERY_REDELIVER, found.team),
        "refusal": refusal,
    }
    return TemplateResponse(request, "notifications/delivery.html", context, status=status)


def carried_by(found: Delivery) -> dict[str, object]:
    """Return the newest of what a message carries, and how many there are in all."""
    if not found.is_carrier:
        return {}
    newest = with_relations(found.carries.order_by("-pk"))[:CARRIED_SHOWN]
    return {"carried": rows_of(newest), "carried_count": found.carries.count()}


def visible_credential(request: PersonRequest, credential: Credential | UUID | None) -> Credential | None:
    """Return it when this person may open its page."""
    if credential is None:
        return None
    pk = credential.pk if isinstance(credential, Credential) else credential
    return Credential.objects.visible_to(request.user).filter(pk=pk).first()


def with_relations(deliveries: DeliveryQuerySet) -> DeliveryQuerySet:
    """Fetch what a row shows in the same query."""
    return deliveries.select_related("event__pipeline__team", "step", "credential", "team", "lane")


def rows_of(deliveries: Iterable[Delivery]) -> list[tuple[Delivery, str]]:
    """Return each delivery with its subject."""
    return [(delivery, delivery_words.subject(delivery)) for delivery in deliveries]


def related_to(delivery: Delivery) -> list[Delivery]:
    """Return the other part of a message: what it follows, or what follows it."""
    followed = [delivery.follows] if delivery.follows else []
    return [*followed, *delivery.followed_by.all()]

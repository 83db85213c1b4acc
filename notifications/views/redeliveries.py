"""Sending many again: what the log's filters find is counted, shown, and then sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from notifications.forms.redelivery import CountedForm, RedeliveryFilters
from notifications.models import Delivery
from notifications.models.redelivering_many import AT_MOST, Tally, redeliver_many
from notifications.models.redelivery_counts import census
from notifications.outages import outages_of
from notifications.redelivery_rights import require_redeliverer

if TYPE_CHECKING:
    from notifications.models.delivery import DeliveryQuerySet
    from teams.signed_in import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def redeliveries(request: PersonRequest) -> HttpResponse:
    """Count what was not delivered among what the address names; a POST sends what was counted again.

    What WeCom refused for its content is left out, and counted apart, unless it is asked for.
    """
    require_redeliverer(request.user)
    filters = RedeliveryFilters(request.GET, user=request.user)
    form = CountedForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and filters.is_valid():
        counted = going(request, filters).filter(pk__lte=form.cleaned_data["newest"])
        tally = redeliver_many(counted, by=request.user, at_most=AT_MOST)
        messages.success(request, said(tally))
        rest = reverse("redeliveries") if tally.left else reverse("deliveries")
        return redirect(f"{rest}?{request.GET.urlencode()}".rstrip("?"))
    context = {
        "filters": filters,
        "may_count": filters.is_valid(),
        "census": census(going(request, filters)),
        "refused": 0 if filters.takes_refused else undelivered(request, filters).refused().count(),
        "outages": outages_of(request.user, now=timezone.now()),
        "at_most": AT_MOST,
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "notifications/redeliveries.html", context, status=status)


def going(request: PersonRequest, filters: RedeliveryFilters) -> DeliveryQuerySet:
    found = undelivered(request, filters)
    return found if filters.takes_refused else found.but_refused()


def undelivered(request: PersonRequest, filters: RedeliveryFilters) -> DeliveryQuerySet:
    return filters.narrow(Delivery.objects.visible_to(request.user)).redeliverable_by(request.user)


def said(tally: Tally) -> str:
    return ngettext(
        "%(count)s message waits for its robot again.",
        "%(count)s messages wait for their robots again.",
        tally.redelivered,
    ) % {"count": tally.redelivered}

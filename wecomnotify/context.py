"""What every page's frame needs."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from notifications.models import Delivery, Letter
from teams.permissions import may_read_audit
from teams.theme_cookie import theme_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from teams.models import User

# A badge that never goes away is not looked at: what is older is in the list all the same.
UNSENT_WITHIN = dt.timedelta(days=1)
# Every page asks for it, also on the day when 100,000 messages were missed: the badge then reads 999+.
COUNTED_AT_MOST = 1000

# What htmx 2 does by default is wider than our Content-Security-Policy and our pages want.
HTMX_CONFIG = {
    "allowEval": False,
    "allowScriptTags": False,
    "includeIndicatorStyles": False,
    "selfRequestsOnly": True,
    "disableInheritance": True,
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "422", "swap": True},
        {"code": "[45]..", "swap": False, "error": True},
    ],
}


def page(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame shows beside the page; only a page with a rail asks for what costs a query."""
    return {
        "theme": partial(theme_of, request),
        "simulator_url": "/simulator/" if settings.DEBUG else "",
        "is_plain_http": not settings.IS_HTTPS and not settings.DEBUG,
        "may_read_audit": partial(may_read_audit, request.user),
        "unsent_count": partial(unsent_count, request.user),
        "news_count": partial(news_count, request.user),
    }


def unsent_count(user: User | AnonymousUser) -> int:
    """Count what of the last day was not delivered and nobody has sent again, up to 1,000."""
    if user.is_anonymous:
        return 0
    missed = Delivery.objects.visible_to(user).missed()
    of_today = missed.filter(redeliveries=None, created_at__gte=timezone.now() - UNSENT_WITHIN)
    return of_today.order_by()[:COUNTED_AT_MOST].count()


def news_count(user: User | AnonymousUser) -> int:
    """Count what this person was told of robots and has not marked as seen, up to 1,000."""
    if user.is_anonymous:
        return 0
    return Letter.objects.visible_to(user).unseen().order_by()[:COUNTED_AT_MOST].count()

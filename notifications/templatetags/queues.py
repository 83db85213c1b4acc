"""A robot's queue on the pages of rooms below, which know nothing of queues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.template.context import Context

from notifications.clockwork import clock
from notifications.delivery.resuming import held_while_disabled
from notifications.models import Lane
from notifications.queues import queues_of

if TYPE_CHECKING:
    from credentials.models import Credential
    from teams.models import User

register = template.Library()


@register.inclusion_tag("notifications/_held_card.html")
def held_card(credential: Credential, user: User) -> dict[str, Any]:
    """Offer to send what was held while a credential was disabled, as far as `user` may send it."""
    held = held_while_disabled(credential, by=user)
    return {"count": held.filter(follows=None).count(), "credential": credential}


@register.inclusion_tag("notifications/_queue_card.html", takes_context=True)
def queue_card(context: Context, credential: Credential, user: User) -> dict[str, Any]:
    """Draw the queue of a credential's robot as `user` may see it; a robot nobody owed yet has none."""
    lanes = list(Lane.objects.filter(pk=credential.robot_id).select_related("paused_by", "muted_by"))
    queue = next(iter(queues_of(lanes, user, now=clock.now())), None)
    return {"queue": queue, "credential": credential, "request": context["request"]}

"""Who may send many again: whoever may send a message again in some team."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext

from teams.models import Team, User
from teams.permissions import Verb


def may_redeliver_somewhere(user: User) -> bool:
    return user.is_superuser or Team.objects.allowing(user, Verb.DELIVERY_REDELIVER).exists()


def require_redeliverer(user: User) -> None:
    """Let pass whoever may send again in some team.

    Raises:
        PermissionDenied: with a sentence that says who may (403).
    """
    if not may_redeliver_somewhere(user):
        raise PermissionDenied(
            gettext("Only editors and owners of a team send messages again. Ask one of yours.")
        )

"""Telling whom it concerns of a robot's transitions: each exactly once, whatever the number of processes."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from credentials.models import Credential
from notifications.clockwork.turns import writing
from notifications.concerned import concerned_by
from notifications.models import Delivery, Letter, Transition
from notifications.models.delivery import Rank
from teams.models import User

AT_MOST = 100
NAMES_MAX_CHARACTERS = 300


def tell(*, now: datetime) -> int:
    """Write the letters of what was not told yet; return of how many transitions.

    A plain look comes first: with nothing to tell no write lock is taken. Each has a transaction of its own.
    """
    told = 0
    while told < AT_MOST and Transition.objects.untold().exists() and _tell_next(now=now):
        told += 1
    return told


def _tell_next(*, now: datetime) -> bool:
    with writing():
        transition = Transition.objects.untold().select_for_update(skip_locked=True).first()
        if transition is None:
            return False
        if transition.kind != Transition.Kind.DISABLED:  # that one knows how many it held
            transition.waiting = _waiting(transition.lane_id)
        transition.told_at = now
        transition.save(update_fields=["waiting", "told_at"])
        concerned = concerned_by(transition.lane_id)
        Letter.objects.bulk_create(
            _letter(transition, person, credentials, now=now) for person, credentials in concerned.items()
        )
    return True


def _waiting(lane_id: int) -> int:
    """Count what waits; a message that carries others is none of them."""
    return Delivery.objects.open().filter(lane=lane_id, is_test=False).exclude(rank=Rank.MERGED).count()


def _letter(transition: Transition, person: User, credentials: list[Credential], *, now: datetime) -> Letter:
    is_mailed = settings.SENDS_MAIL and bool(person.email)
    return Letter(
        transition=transition,
        person=person,
        credential=credentials[0],
        names=", ".join(each.name for each in credentials)[:NAMES_MAX_CHARACTERS],
        mail_due_at=now if is_mailed else None,
    )

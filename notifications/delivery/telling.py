"""Telling whom it concerns of a robot's transitions: each exactly once, whatever the number of processes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings

from credentials.models import Credential
from notifications.clockwork.turns import writing
from notifications.concerned import concerned_by
from notifications.delivery.falling_back import tell_fallbacks
from notifications.models import Delivery, Fallback, Letter, Transition
from notifications.models.delivery import Rank
from teams.models import Role, User

AT_MOST = 100
NAMES_MAX_CHARACTERS = 300
MAIL_AFTER = timedelta(minutes=1)  # what happens together, as in an outage, is one mail


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
        credentials = _credentials(transition)
        if transition.kind != Transition.Kind.DISABLED:  # that one knows how many it held
            transition.waiting = _waiting(credentials)
        transition.told_at = now
        transition.save(update_fields=["waiting", "told_at"])
        fallbacks = tell_fallbacks(transition, credentials, now=now)
        Letter.objects.bulk_create(
            _letter(transition, person, theirs, fallbacks, now=now)
            for person, theirs in concerned_by(credentials).items()
        )
    return True


def _credentials(transition: Transition) -> list[Credential]:
    """Return the credentials that a transition is of."""
    if transition.kind == Transition.Kind.REPLACED:
        return [transition.credential] if transition.credential else []
    return list(Credential.objects.filter(robot=transition.lane_id))


def _waiting(credentials: Sequence[Credential]) -> int:
    """Count what waits; a message that carries others is none of them."""
    waiting = Delivery.objects.open().filter(credential__in=credentials, is_test=False)
    return waiting.exclude(rank=Rank.MERGED).count()


def _letter(
    transition: Transition,
    person: User,
    credentials: Sequence[Credential],
    fallbacks: Iterable[Fallback],
    *,
    now: datetime,
) -> Letter:
    is_mailed = settings.SENDS_MAIL and bool(person.email)
    owned = set(person.memberships.filter(role=Role.OWNER).values_list("team", flat=True))
    known = {each.credential.name for each in fallbacks if person.is_superuser or each.team_id in owned}
    return Letter(
        transition=transition,
        person=person,
        credential=credentials[0],
        names=_listed(each.name for each in credentials),
        fallbacks=_listed(sorted(known)),
        mail_due_at=now + MAIL_AFTER if is_mailed else None,
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)[:NAMES_MAX_CHARACTERS]

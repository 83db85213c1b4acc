"""Telling a team's fallback group that a robot takes nothing, once, and once that it is over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from credentials.models import Credential
from notifications.fallback_words import message_about
from notifications.models import Delivery, Fallback, Lane, Step, Stoppage, Transition
from notifications.models.delivery import Rank, State
from notifications.models.reason import Reason
from notifications.owing import frozen, put_into_lanes
from teams.models import Team

Kind = Transition.Kind


def tell_fallbacks(
    transition: Transition, credentials: Iterable[Credential], *, now: datetime
) -> list[Fallback]:
    """Owe each team's fallback group what it is to know of a transition; return the fallbacks that are told.

    `credentials` are those that the transition is of. It is part of the caller's transaction: what is owed is
    owed exactly once.
    """
    owed, told = [], []
    for fallback, credential in _fallbacks(credentials):
        if _is_to_be_told(transition, fallback):
            owed.append(_delivery(transition, credential, fallback, now=now))
            told.append(fallback)
    if owed:
        put_into_lanes(owed, now=now)
    return told


def _fallbacks(credentials: Iterable[Credential]) -> Iterable[tuple[Fallback, Credential]]:
    """Return the fallbacks of the teams whose rules use a credential, a team once."""
    found: dict[int, tuple[Fallback, Credential]] = {}
    for credential in credentials:
        teams = Step.objects.filter(credential=credential, is_enabled=True).order_by().values("team")
        for fallback in Fallback.objects.filter(team__in=teams).select_related("team", "credential"):
            found.setdefault(fallback.team_id, (fallback, credential))
    return found.values()


def _is_to_be_told(transition: Transition, fallback: Fallback) -> bool:
    """Tell whether this is news for the group, and keep that it is told."""
    stoppage = Stoppage.objects.filter(lane=transition.lane_id, team=fallback.team_id)
    if transition.kind != Kind.OPENED:
        was_told, _ = stoppage.delete()
        return bool(was_told) and _works(transition, fallback)
    if stoppage.exists() or not _works(transition, fallback):
        return False
    Stoppage.objects.create(lane_id=transition.lane_id, team_id=fallback.team_id)
    return True


def _works(transition: Transition, fallback: Fallback) -> bool:
    """Tell whether the fallback is another robot that takes messages and that the team may use still."""
    robot_id = fallback.credential.robot_id
    if robot_id == transition.lane_id or not _is_usable(fallback.credential, fallback.team):
        return False
    return not Lane.objects.filter(pk=robot_id, breaker_opened_at__isnull=False).exists()


def _is_usable(credential: Credential, team: Team) -> bool:
    return Credential.objects.usable_by(team).filter(pk=credential.pk).exists()


def _delivery(
    transition: Transition, credential: Credential, fallback: Fallback, *, now: datetime
) -> Delivery:
    waiting = _waiting(transition, credential, fallback.team)
    message = message_about(transition, credential, fallback.team, waiting=waiting)
    delivery = frozen(message, fallback.credential, now=now)
    delivery.team_id, delivery.rank = fallback.team_id, Rank.URGENT
    delivery.digest = {"about": credential.name, "alone": True}
    return delivery


def _waiting(transition: Transition, credential: Credential, team: Team) -> int:
    theirs = Delivery.objects.filter(team=team, credential=credential, is_test=False).exclude(
        rank=Rank.MERGED
    )
    if transition.kind == Kind.DISABLED:
        return theirs.filter(state=State.HELD, reason=Reason.AUTO_DISABLED, redeliveries=None).count()
    return theirs.open().count()

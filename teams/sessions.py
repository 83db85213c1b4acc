"""A person's sessions: how long one lasts, which ones there are, and how they end.

A session ends an hour after its person was last seen and twelve hours after it began, whichever comes first.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from teams.models import AuditEntry, User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.sessions.backends.base import SessionBase
    from django.http import HttpRequest, HttpResponse

IDLE_SECONDS = 60 * 60
LONGEST_SECONDS = 12 * 60 * 60
NOTED_EVERY_SECONDS = 60
BEGAN, SEEN = "began", "seen"  # in the session, as seconds of the epoch


class SessionLimits:
    """End a session that is too old or was left alone; note once a minute that its person is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _hold_to_limits(request, now=time.time())
        return self.get_response(request)


def begin(session: SessionBase) -> None:
    """Start the clocks of a session whose person has just signed in."""
    session[BEGAN] = session[SEEN] = time.time()


def sessions_of(user: User) -> QuerySet[UserSession]:
    """Return the sessions with which this person can still do something, the last seen first."""
    now = timezone.now()
    there = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    seen_after = now - timedelta(seconds=IDLE_SECONDS + NOTED_EVERY_SECONDS)
    began_after = now - timedelta(seconds=LONGEST_SECONDS)
    found: QuerySet[UserSession] = UserSession.objects.filter(
        Exists(there), user=user, last_seen_at__gt=seen_after, created_at__gt=began_after
    )
    return found.order_by("-last_seen_at", "-pk")


def end_sessions(sessions: QuerySet[UserSession], *, of: User, by: User) -> int:
    """End these sessions of a person at once, with an audit entry; return how many there were."""
    with transaction.atomic():
        keys = [*sessions.values_list("session_key", flat=True)]
        if keys:
            Session.objects.filter(session_key__in=keys).delete()
            UserSession.objects.filter(session_key__in=keys).delete()
            AuditEntry.record(
                actor=by, verb="session.ended", target=of.get_username(), after={"count": len(keys)}
            )
    return len(keys)


def forget_ended_sessions() -> int:
    """Delete what is left of sessions that have ended; return how many there were."""
    ended, _by_model = Session.objects.filter(expire_date__lte=timezone.now()).delete()
    there = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(there)).delete()
    return ended


def _hold_to_limits(request: HttpRequest, *, now: float) -> None:
    session = request.session
    if SEEN not in session:  # it began before there were limits
        begin(session)
    elif now - session[SEEN] > IDLE_SECONDS or now - session[BEGAN] > LONGEST_SECONDS:
        logout(request)
    elif now - session[SEEN] >= NOTED_EVERY_SECONDS:
        session[SEEN] = now
        _note(request)


def _note(request: HttpRequest) -> None:
    known = UserSession.objects.filter(session_key=request.session.session_key)
    address = get_adapter(request).get_client_ip(request)
    if not known.update(last_seen_at=timezone.now(), ip=address):
        UserSession.objects.create_from_request(request)

"""Write sign-ins and sign-outs to the audit trail; the one place where signals are received."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.signals import authentication_step_completed, password_changed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Q
from django.dispatch import receiver

from teams.audit_cap import is_within_cap
from teams.models import AuditEntry, User
from teams.request_address import address_of, current_address
from teams.sessions import begin, end_sessions, sessions_of

if TYPE_CHECKING:
    from django.http import HttpRequest

FAILED_PER_MINUTE = 10
UNKNOWN = "unknown"


@receiver(user_logged_in)
def record_sign_in(user: User, request: HttpRequest, **_: Any) -> None:
    begin(request.session)
    AuditEntry.record(actor=user, verb="person.signed_in", target=user.get_username())


@receiver(user_logged_out)
def record_sign_out(user: User | None, **_: Any) -> None:
    if user is not None:
        AuditEntry.record(actor=user, verb="person.signed_out", target=user.get_username())


@receiver(user_login_failed)
def record_failed_sign_in(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Name the account only when there is one: people type passwords into the field for the name."""
    address = address_of(request) if request is not None else current_address()
    if not is_within_cap("sign_in_failed", address, per_minute=FAILED_PER_MINUTE):
        return
    typed = str(credentials.get("username") or credentials.get("email") or "")
    user = User.objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed)).first() if typed else None
    AuditEntry.record(
        actor=None,
        actor_name=UNKNOWN,
        verb="person.failed_to_sign_in",
        target=UNKNOWN if user is None else user.get_username(),
        address=address,
    )


@receiver(authentication_step_completed)
def record_proof(user: User, *, reauthenticated: bool = False, **_: Any) -> None:
    """Write down that a person who is signed in proved again who they are."""
    if reauthenticated:
        AuditEntry.record(actor=user, verb="person.proved", target=user.get_username())


@receiver(password_changed)
def record_password_change(user: User, request: HttpRequest, **_: Any) -> None:
    """Write it down and end the other sessions: whoever knew the old password may be in one of them."""
    AuditEntry.record(actor=user, verb="password.changed", target=user.get_username())
    end_sessions(sessions_of(user).exclude(session_key=request.session.session_key), of=user, by=user)

"""Where a person is signed in: the list, and buttons that end one session or all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from teams.devices import device
from teams.sessions import end_sessions, sessions_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from teams.signed_in import PersonRequest


@require_safe
def sessions(request: PersonRequest) -> HttpResponse:
    """List where one is signed in."""
    current = request.session.session_key
    rows = [
        {"session": each, "device": device(each.user_agent), "is_current": each.session_key == current}
        for each in sessions_of(request.user)
    ]
    others = any(not row["is_current"] for row in rows)
    return render(request, "usersessions/sessions.html", {"rows": rows, "has_others": others})


@require_POST
def session_end(request: PersonRequest, pk: int) -> HttpResponse:
    """End one other session of one's own."""
    own = sessions_of(request.user).exclude(session_key=request.session.session_key)
    chosen = get_object_or_404(own, pk=pk)
    end_sessions(own.filter(pk=chosen.pk), of=request.user, by=request.user)
    messages.success(request, gettext("That session has ended."))
    return redirect("sessions")


@require_POST
def other_sessions_end(request: PersonRequest) -> HttpResponse:
    """End all sessions of one's own but this."""
    own = sessions_of(request.user).exclude(session_key=request.session.session_key)
    count = end_sessions(own, of=request.user, by=request.user)
    words = ngettext("%(count)s other session has ended.", "%(count)s other sessions have ended.", count)
    messages.success(request, words % {"count": count})
    return redirect("sessions")

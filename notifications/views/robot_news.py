"""What happened to the robots of one's teams: read, and marked as seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from notifications.models import Letter
from notifications.robot_news import news_of
from teams.paging import page_for

if TYPE_CHECKING:
    from teams.signed_in import PersonRequest

ROWS_PER_PAGE = 50


@require_safe
def robot_news(request: PersonRequest) -> HttpResponse:
    """List what this person was told of robots, the newest first."""
    letters = Letter.objects.visible_to(request.user).select_related("transition")
    page = page_for(request, letters, limit=ROWS_PER_PAGE)
    context = {
        "rows": [(letter, news_of(letter)) for letter in page.items],
        "unseen": any(letter.seen_at is None for letter in page.items),
        "next": page.next,
    }
    return TemplateResponse(request, "notifications/robot_news.html", context)


@require_POST
def seen(request: PersonRequest) -> HttpResponse:
    """Mark all of it as seen."""
    # Each letter is for one person.
    # nosemgrep: what-is-asked-for-is-visible
    Letter.objects.filter(person=request.user).unseen().update(seen_at=timezone.now())
    return redirect("robot-news")

"""The audit trail: administrators read all of it, owners their teams' part."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from teams import audit_chain
from teams.audit_csv import pieces
from teams.audit_details import told
from teams.form_page import INVALID
from teams.forms.audit_filter import AuditFilter
from teams.models import AuditEntry
from teams.paging import BadCursorError, Page, page_of
from teams.permissions import may_read_audit

if TYPE_CHECKING:
    from django.http import HttpResponse

    from teams.signed_in import PersonRequest

PAGE_ROWS = 50
LATE_AFTER = timedelta(minutes=10)


@require_safe
def audit(request: PersonRequest) -> HttpResponse:
    """List what happened, newest first, as the filters in the address say."""
    _refuse_others(request)
    form = AuditFilter(request.GET, user=request.user)
    page: Page[AuditEntry] = Page(items=[], next=None)
    if form.is_valid():
        entries = form.narrow(AuditEntry.objects.visible_to(request.user))
        try:
            page = page_of(entries, limit=PAGE_ROWS, cursor=request.GET.get("cursor", ""))
        except BadCursorError:
            form.add_error(None, gettext("This page of the list is gone: start again from the newest."))
    context = {
        "form": form,
        "page": page,
        "rows": [told(entry) for entry in page.items],
        "is_filtered": any(form.cleaned_data.values()),
        "chain": _chain() if request.user.is_superuser else None,
    }
    return render(request, "teams/audit.html", context, status=None if form.is_valid() else INVALID)


@require_safe
def audit_file(request: PersonRequest) -> StreamingHttpResponse | HttpResponse:
    """Hand out as CSV what the page with the same filters lists, all pages of it."""
    _refuse_others(request)
    form = AuditFilter(request.GET, user=request.user)
    if not form.is_valid():
        return audit(request)
    entries = form.narrow(AuditEntry.objects.visible_to(request.user))
    name = f"audit-{timezone.localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        pieces(entries, language=get_language() or settings.LANGUAGE_CODE),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _refuse_others(request: PersonRequest) -> None:
    """Raise PermissionDenied for whoever reads no part of the trail."""
    if not may_read_audit(request.user):
        raise PermissionDenied(gettext("The audit trail is for administrators and owners of teams."))


def _chain() -> dict[str, object]:
    """Return how far the chain goes, and what waits for it longer than it should."""
    found = audit_chain.waiting()
    is_late = found.since is not None and timezone.now() - found.since > LATE_AFTER
    return {"head": audit_chain.head(), "late": found.entries if is_late else 0}

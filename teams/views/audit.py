"""The audit trail: administrators read all of it, owners their teams' part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

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


@require_safe
def audit(request: PersonRequest) -> HttpResponse:
    """List what happened, newest first, as the filters in the address say."""
    if not may_read_audit(request.user):
        raise PermissionDenied(gettext("The audit trail is for administrators and owners of teams."))
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
    }
    return render(request, "teams/audit.html", context, status=None if form.is_valid() else INVALID)

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from credentials.models import Credential
from credentials.models.queries import CredentialQuerySet
from credentials.readers import Reader
from teams.signed_in import PersonRequest

PAGE_ROWS = 50


@require_safe
def credentials(request: PersonRequest) -> HttpResponse:
    """List what this person's teams may use, by name; `?q=` searches, `?cursor=` goes on."""
    words = request.GET.get("q", "").strip()
    found = Credential.objects.visible_to(request.user).with_details()
    if words:
        found = found.matching(words)
    rows = list(_after(found, request.GET.get("cursor", ""))[: PAGE_ROWS + 1])
    shown = rows[:PAGE_ROWS]
    reader = Reader(request.user)
    context = {
        "rows": [_row(credential, reader) for credential in shown],
        "next_cursor": str(shown[-1].pk) if len(rows) > PAGE_ROWS else "",
        "words": words,
        "may_register": reader.may_register,
        "keeps_some": any(reader.keeps(credential) for credential in shown),
    }
    return render(request, "credentials/list.html", context)


def _row(credential: Credential, reader: Reader) -> dict[str, object]:
    return {
        "credential": credential,
        "is_kept": reader.keeps(credential),
        "teams": reader.teams_of(credential),
        "steps": reader.steps_of(credential),
    }


def _after(found: CredentialQuerySet, cursor: str) -> CredentialQuerySet:
    """Go on after the row that was last; its key is the cursor."""
    if not cursor:
        return found
    try:
        last = found.get(pk=UUID(cursor))
    except (ValueError, Credential.DoesNotExist):
        raise Http404 from None
    return found.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))

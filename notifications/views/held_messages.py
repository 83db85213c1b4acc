"""What was held while a credential was disabled, sent after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from credentials.models import Credential
from notifications.delivery.resuming import send_what_waited
from notifications.redelivery_rights import require_redeliverer

if TYPE_CHECKING:
    import uuid

    from teams.signed_in import PersonRequest


@require_POST
def send(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Send what this person's teams were owed by it."""
    credential = get_object_or_404(Credential.objects.visible_to(request.user), pk=pk)
    require_redeliverer(request.user)
    if not credential.is_enabled:
        messages.error(request, gettext("It is disabled: nothing is sent with it. Enable it first."))
        return redirect("credential", credential.pk)
    count = send_what_waited(credential, by=request.user)
    messages.success(
        request,
        ngettext(
            "%(count)s message waits for its robot again.",
            "%(count)s messages wait for their robots again.",
            count,
        )
        % {"count": count},
    )
    return redirect("credential", credential.pk)

"""A credential's own test: a short sentence to its robot, and WeCom's own answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST

from credentials.models import Credential
from notifications.delivery import test_messages
from notifications.delivery.test_limit import TooManyTestsError
from notifications.test_rights import require_credential_test
from notifications.views.test_answers import TOO_MANY, later, told

if TYPE_CHECKING:
    import uuid
    from typing import Any

    from teams.signed_in import PersonRequest


@require_POST
def send_test(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Send the test the real way and show what came back."""
    credential = get_object_or_404(Credential.objects.visible_to(request.user), pk=pk)
    require_credential_test(request.user, credential)
    try:
        result = test_messages.send_for_credential(credential, by=request.user)
    except TooManyTestsError as error:
        return later(page(request, credential, status=TOO_MANY, too_many=str(error)), error)
    return page(request, credential, **told(result))


def page(
    request: PersonRequest, credential: Credential, *, status: int = 200, **more: Any
) -> TemplateResponse:
    context = {"credential": credential, **more}
    return TemplateResponse(request, "notifications/credential_test.html", context, status=status)

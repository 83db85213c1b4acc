"""POST /hooks/{source}/{hook_id}: a CI system's own webhook, authenticated its own way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Router

from notifications import intake, reporters
from notifications.api.receipts import IgnoredOut, ReceiptOut, answer, body
from notifications.api.reporting import spoken_for
from notifications.incoming import LeftOpen
from notifications.intake import Receipt
from notifications.models import Hook
from notifications.reports import Report
from notifications.sources import Ignored, NotAuthentic, Source, Unreadable, source_of
from notifications.sources.source import Request
from sealing.errors import SealingError
from teams.api.problems import FieldError, Problem, invalid
from teams.api.strict_json import BODY_MAX_BYTES, parse, too_large

if TYPE_CHECKING:
    from django.http import HttpRequest

router = Router(tags=["events"])


@router.post(
    "/hooks/{source}/{hook_id}",
    auth=None,
    response={200: ReceiptOut | IgnoredOut, 202: ReceiptOut},
    openapi_extra={"requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}}},
)
def receive_hook(request: HttpRequest, source: str, hook_id: str) -> HttpResponse:
    """Take a CI system's own webhook, signed with the hook's secret.

    202 once its event is committed; 200 when it was reported before, or with the reason why it is ignored.
    """
    hook, system = _live_hook(source, hook_id)
    brought = _authentic(request, hook, system)
    hook.note_use()
    try:
        parsed = system.parse(brought)
    except Unreadable as error:
        raise invalid([FieldError(field=error.field, message=error.message)]) from error
    if isinstance(parsed, Ignored):
        return JsonResponse({"ignored": parsed.reason})
    receipts = [_receive(report, hook, system) for report in parsed]
    if len(receipts) == 1:
        return answer(receipts[0])
    return JsonResponse({"results": [body(receipt) for receipt in receipts]}, status=202)


def _live_hook(source: str, hook_id: str) -> tuple[Hook, Source]:
    live = Hook.objects.live().select_related("team", "pipeline__team")
    hook = live.filter(source=source, public_id=hook_id).first()
    system = source_of(source)
    if hook is None or system is None:
        raise Http404
    return hook, system


def _authentic(request: HttpRequest, hook: Hook, system: Source) -> Request:
    """Return what was brought, once it is proven to come from the CI system; only then is it parsed.

    Raises:
        Problem: 413, 401, 400 for what is no JSON object, 503 when the hook's secret cannot be opened.
    """
    raw = _body(request)
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        system.verify(Request(headers=headers, body=raw, json={}), hook.secret(), timezone.now())
    except NotAuthentic as error:
        raise Problem(401, title=gettext("Not authentic"), detail=str(error)) from error
    except SealingError as error:
        detail = gettext("The hook's secret cannot be opened here: %(fault)s") % {"fault": error}
        raise Problem(503, detail=detail) from error
    return Request(headers=headers, body=raw, json=parse(raw))


def _body(request: HttpRequest) -> bytes:
    declared = request.META.get("CONTENT_LENGTH") or "0"
    # What is declared too large is refused before it is read.
    if declared.isdigit() and int(declared) > BODY_MAX_BYTES:
        raise too_large(BODY_MAX_BYTES)
    raw = request.body
    if len(raw) > BODY_MAX_BYTES:
        raise too_large(BODY_MAX_BYTES)
    return raw


def _receive(report: Report, hook: Hook, system: Source) -> Receipt:
    reporter = reporters.of_hook(hook)
    named = "" if hook.pipeline else report.pipeline
    pipeline = spoken_for(reporter, named, display_name=report.pipeline_name)
    left_open = LeftOpen(has_attempts=system.has_attempts, came_at=timezone.now())
    return intake.receive(report, pipeline=pipeline, reporter=reporter.label, left_open=left_open)

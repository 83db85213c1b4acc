"""POST /events and GET /events/{id}."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from ninja import Router

from notifications import intake
from notifications.api.event_schemas import EventBody, EventOut, inlined, shown
from notifications.api.lookups import by_id
from notifications.api.receipts import ReceiptOut, answer
from notifications.api.reporting import ReporterBearer, bad_event, caller_of, pipeline_of
from notifications.event_bodies import BadEvent, report_of
from notifications.models import Event
from teams.api.bearer import PersonBearer
from teams.api.strict_json import read_object
from teams.models import Scope

if TYPE_CHECKING:
    from django.http import HttpRequest

    from teams.signed_in import PersonRequest

router = Router(tags=["events"])
BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": inlined(EventBody)}},
    }
}


@router.post(
    "/events", auth=ReporterBearer(), response={200: ReceiptOut, 202: ReceiptOut}, openapi_extra=BODY
)
def report_event(request: HttpRequest) -> HttpResponse:
    """Report that a pipeline or task entered a status.

    202 once it is committed, with the messages that are owed because of it; 200 when it was reported before.
    """
    try:
        report = report_of(read_object(request))
    except BadEvent as error:
        raise bad_event(error) from error
    pipeline, name = pipeline_of(caller_of(request), report.pipeline, display_name=report.pipeline_name)
    return answer(intake.receive(report, pipeline=pipeline, reporter=name))


@router.get("/events/{event_id}", auth=PersonBearer(Scope.READ), response=EventOut)
def read_event(request: PersonRequest, event_id: str) -> dict[str, Any]:
    """Show an event and, for every step that looked at it, whether it fired and why."""
    events = Event.objects.visible_to(request.user).select_related("pipeline__team")
    return shown(by_id(events, event_id))

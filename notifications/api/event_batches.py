"""POST /events/batch: many events at once, each answered for itself."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext
from ninja import Router, Schema

from notifications import intake
from notifications.api.event_schemas import EventBody, inlined
from notifications.api.receipts import ReceiptOut, body
from notifications.api.reporting import Caller, ReporterBearer, bad_event, caller_of, pipeline_of
from notifications.event_bodies import BadEvent, report_of
from notifications.incoming import Incoming
from notifications.intake import Receipt
from teams.access_record import DENIED, record_denied
from teams.api.problems import FieldError, Problem, forbidden, invalid, unexpected
from teams.api.schemas import Problem as ProblemOut
from teams.api.strict_json import BODY_MAX_BYTES, DEPTH_MAX, read_object

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from notifications.models import Pipeline

router = Router(tags=["events"])
EVENTS_MAX = 500
BATCH_MAX_BYTES = 8 * 1024 * 1024
BATCH_DEPTH_MAX = DEPTH_MAX + 2  # the list that holds the events, and the object that holds the list
EVENTS = {"type": "array", "maxItems": EVENTS_MAX, "items": inlined(EventBody)}
BATCH = {"type": "object", "required": ["events"], "properties": {"events": EVENTS}}
BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": BATCH}}}}


class BatchOut(Schema):
    """What became of each event, in their order: a receipt has an `id`, a problem has a `title`."""

    results: list[ReceiptOut | ProblemOut]


@router.post("/events/batch", auth=ReporterBearer(), response={202: BatchOut}, openapi_extra=BODY)
def report_events(request: HttpRequest) -> HttpResponse:
    """Report up to 500 events at once, of 8 MiB in all; the right ones are kept when others are wrong.

    202 once they are committed, with a result for each, in their order: the receipt that `POST /events`
    answers (for what was reported before, or twice in here, too), or the problem with this one event.
    """
    events = _events(request)
    reading = Reading(caller_of(request), measures=len(request.body) > BODY_MAX_BYTES)
    outcomes = [reading.incoming(event) for event in events]
    received = iter(intake.receive_many([each for each in outcomes if isinstance(each, Incoming)]))
    results = [next(received) if isinstance(each, Incoming) else each for each in outcomes]
    denied = [each.status for each in results if isinstance(each, Problem) and each.status in DENIED]
    if denied:
        record_denied(request, denied[0])
    return HttpResponse(answer(results), status=HTTPStatus.ACCEPTED, content_type="application/json")


class Reading:
    """What a caller's events are, each for itself; a pipeline that several name is looked up once."""

    def __init__(self, caller: Caller, *, measures: bool) -> None:
        """Take who reports, and whether an event of the batch may be over an event's limit."""
        self._caller, self._measures = caller, measures
        self._named: dict[str, tuple[Pipeline, str] | Problem] = {}

    def incoming(self, event: object) -> Incoming | Problem:
        """Return an event as intake takes it, or what is wrong with it."""
        try:
            if not isinstance(event, dict):
                raise invalid([FieldError(field="", message=gettext("This must be an object."))])
            if self._measures and len(json.dumps(event, ensure_ascii=False).encode()) > BODY_MAX_BYTES:
                raise _too_large()
            report = report_of(event)
            pipeline, reporter = self._pipeline(report.pipeline, report.pipeline_name)
        except BadEvent as error:
            return bad_event(error)
        except Problem as problem:
            return problem
        return Incoming(report=report, pipeline=pipeline, reporter=reporter)

    def _pipeline(self, name: str, display_name: str) -> tuple[Pipeline, str]:
        if name not in self._named:
            try:
                self._named[name] = pipeline_of(self._caller, name, display_name=display_name)
            except Problem as problem:
                self._named[name] = problem
            except PermissionDenied as error:
                self._named[name] = forbidden(str(error))
        found = self._named[name]
        if isinstance(found, Problem):
            raise found
        return found


def _events(request: HttpRequest) -> list[object]:
    """Return the events that a request brings; 413 over 8 MiB, else as `events_in`."""
    return events_in(read_object(request, max_bytes=BATCH_MAX_BYTES, max_depth=BATCH_DEPTH_MAX))


def events_in(members: dict[str, Any]) -> list[object]:
    """Return the events that a body holds.

    Raises:
        Problem: 400 for a body that is more or less than a list of at most 500.
    """
    events = members.pop("events", None)
    faults = [FieldError(field=name, message=gettext("This is not known here.")) for name in members]
    if events is None:
        faults.append(FieldError(field="events", message=gettext("This is required.")))
    elif not isinstance(events, list):
        faults.append(FieldError(field="events", message=gettext("This must be a list.")))
    elif len(events) > EVENTS_MAX:
        sentence = gettext(
            "There are %(count)d events; at most %(most)d are taken at once: send several batches."
        )
        most = {"count": len(events), "most": EVENTS_MAX}
        faults.append(FieldError(field="events", message=sentence % most))
    if faults:
        raise invalid(faults)
    return list(events)


def answer(outcomes: Sequence[Receipt | Exception]) -> str:
    """Return the body that tells what became of each event."""
    return json.dumps({"results": [_result(each) for each in outcomes]})


def _result(outcome: Receipt | Exception) -> dict[str, Any]:
    if isinstance(outcome, Receipt):
        return body(outcome)
    problem = outcome if isinstance(outcome, Problem) else unexpected(outcome)
    return problem.document


def _too_large() -> Problem:
    sentence = gettext("This event is over %(limit)d KiB: send less of it.")
    detail = sentence % {"limit": BODY_MAX_BYTES // 1024}
    return Problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, title=gettext("The event is too large"), detail=detail
    )

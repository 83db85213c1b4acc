"""Preview and test of a step, saved or not, and a credential's own test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from ninja import Router, Status

from credentials.models import Credential
from notifications import step_rules
from notifications.api.lookups import by_id
from notifications.api.step_filling import check, new_step
from notifications.api.test_answers import PreviewOut, TestOut, WaitingOut, answered, previewed
from notifications.api.trials import PreviewBody, TestBody, Trial, UnsavedTestBody, facts_of
from notifications.delivery import test_messages
from notifications.delivery.test_limit import TooManyTestsError
from notifications.delivery.test_messages import TestResult
from notifications.facts import layout_of
from notifications.models import Step
from notifications.rendering import compose
from notifications.test_rights import require_credential_test
from teams.api.bearer import PersonBearer
from teams.api.problems import Problem, invalid
from teams.models import Scope
from teams.permissions import Verb, require

if TYPE_CHECKING:
    from collections.abc import Callable

    from teams.signed_in import PersonRequest

router = Router(tags=["test messages"])
READ, WRITE = PersonBearer(Scope.READ), PersonBearer(Scope.WRITE)
ANSWERS: dict[Any, Any] = {200: TestOut, 202: WaitingOut}


@router.post("/steps/preview", auth=READ, response=PreviewOut)
def preview_step(request: PersonRequest, body: PreviewBody) -> dict[str, Any]:
    """Render an unsaved step: the exact JSON, its bytes, and what its author should know."""
    step = new_step(request.user, body.step.given())
    known = facts_of(body, step, request.user)
    faults = step_rules.message_faults(step)
    if any(fault.field in {"message_type", "language", "content_fields"} for fault in faults):
        raise invalid(faults)
    return previewed(compose(known, layout_of(step)), faults)


@router.post("/steps/test-messages", auth=WRITE, response=ANSWERS)
def send_unsaved_steps_test(request: PersonRequest, body: UnsavedTestBody) -> Status:
    """Send an unsaved step's message, marked as a test, and answer with what WeCom said.

    202 with the reason when nothing has picked it up within 15 s.
    """
    step = new_step(request.user, body.step.given())
    return _tested(request, step, body, mention=body.mention)


@router.post("/steps/{step_id}/test-messages", auth=WRITE, response=ANSWERS)
def send_steps_test(request: PersonRequest, step_id: str, body: TestBody | None = None) -> Status:
    """Send a saved step's message, marked as a test, and answer with what WeCom said; 202 as above."""
    steps = Step.objects.visible_to(request.user).select_related("team", "pipeline__team", "credential")
    given = body or TestBody()
    return _tested(request, by_id(steps, step_id), given, mention=given.mention)


@router.post("/credentials/{credential_id}/test-messages", auth=WRITE, response=ANSWERS)
def send_credentials_test(request: PersonRequest, credential_id: str) -> Status:
    """Send a plain sentence to a credential's robot and answer with what WeCom said; 202 as above."""
    try:
        key = UUID(credential_id)
    except ValueError:
        raise Http404 from None
    credential = get_object_or_404(Credential.objects.visible_to(request.user), pk=key)
    require_credential_test(request.user, credential)
    return _sent(lambda: test_messages.send_for_credential(credential, by=request.user))


def _tested(request: PersonRequest, step: Step, trial: Trial, *, mention: bool) -> Status:
    require(request.user, Verb.STEP_TEST, step.team)
    check(step)
    known = facts_of(trial, step, request.user)
    return _sent(lambda: test_messages.send(step, known, by=request.user, mention=mention))


def _sent(send: Callable[[], TestResult]) -> Status:
    try:
        return answered(send())
    except TooManyTestsError as error:
        headers = {"Retry-After": str(error.retry_after_seconds)}
        raise Problem(429, title=gettext("Too many tests"), detail=str(error), headers=headers) from error

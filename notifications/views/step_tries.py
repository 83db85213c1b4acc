"""Preview and test of a step as it stands in the form, saved or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from credentials.answers import advice, meaning
from notifications.delivery import test_messages
from notifications.delivery.test_limit import TooManyTestsError
from notifications.facts import layout_of
from notifications.forms.samples import DEFAULT_SAMPLE, facts_of
from notifications.rendering import compose
from notifications.views.steps import INVALID, form_of, new_step, page, visible_step
from teams.permissions import Verb, require

if TYPE_CHECKING:
    from notifications.forms.step import StepForm
    from notifications.models import Step
    from teams.signed_in import PersonRequest

TOO_MANY = 429


@require_POST
def preview(request: PersonRequest, pk: int | None = None) -> HttpResponse:
    """Show the message the form would send, byte for byte, with the form as it was typed."""
    form = bound(request, pk)
    if not form.is_valid() and not can_be_drawn(form):
        return page(request, form, status=INVALID)
    composed = compose(facts_of(sample(request), request.user, form.draft), layout_of(form.draft))
    return page(request, form, previews=composed, status=INVALID if form.errors else 200)


@require_POST
def send_test(request: PersonRequest, pk: int | None = None) -> HttpResponse:
    """Send the form's message the real way, marked as a test, and show WeCom's own answer."""
    form = bound(request, pk)
    if not form.is_valid():
        return page(request, form, status=INVALID)
    draft = form.draft
    require(request.user, Verb.STEP_TEST, draft.team)
    facts = facts_of(sample(request), request.user, draft)
    try:
        result = test_messages.send(draft, facts, by=request.user, mention="mention" in request.POST)
    except TooManyTestsError as error:
        return page(request, form, status=TOO_MANY, test_refusal=str(error))
    answer = result.answer
    told = {"meaning": meaning(answer), "advice": advice(answer)} if answer else {}
    return page(request, form, previews=result.messages, test=result, **told)


def bound(request: PersonRequest, pk: int | None) -> StepForm:
    made: Step = visible_step(request, pk) if pk else new_step(request)
    return form_of(request, made)


def can_be_drawn(form: StepForm) -> bool:
    """Tell whether the message part is whole, though the form is not: enough to look at it."""
    needed = {"events", "content_fields", "custom_content", "mentions", "message_type", "language"}
    return not needed & set(form.errors)


def sample(request: PersonRequest) -> str:
    return request.POST.get("sample", DEFAULT_SAMPLE)

"""Preview and test of a step as it stands in the form, saved or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from notifications.as_sent import AsSent
from notifications.delivery import test_messages
from notifications.delivery.test_limit import TooManyTestsError
from notifications.facts import layout_of
from notifications.forms.choices import reader
from notifications.placeholders import unknown_names
from notifications.rendering import compose
from notifications.views.deliveries import visible_credential
from notifications.views.steps import INVALID, form_of, new_step, page, samples_of, visible_step
from notifications.views.test_answers import TOO_MANY, later, told
from notifications.vocabulary import VARIABLE_NAMES
from teams.permissions import Verb, require

if TYPE_CHECKING:
    from notifications.delivery.test_messages import TestResult
    from notifications.forms.step import StepForm
    from notifications.models import Step
    from teams.signed_in import PersonRequest


@require_POST
def preview(request: PersonRequest, pk: int | None = None) -> HttpResponse:
    """Show the message the form would send, byte for byte, with the form as it was typed."""
    form = form_of(request, step_of(request, pk), message_only=True)
    status = 200 if form.is_valid() else INVALID
    if not form.can_be_drawn:
        return page(request, form, status=status)
    samples = samples_of(request, form)
    facts = samples.facts
    composed = compose(facts, layout_of(form.step), reader=reader())
    return page(
        request,
        form,
        status=status,
        samples=samples,
        previews=[AsSent.of_message(message) for message in composed],
        unknown=unknown_names(form.step.custom_content, {*VARIABLE_NAMES, *facts.variables}),
    )


@require_POST
def send_test(request: PersonRequest, pk: int | None = None) -> HttpResponse:
    """Send the form's message the real way, marked as a test, and show WeCom's own answer."""
    step = step_of(request, pk)
    if step.pk:
        require(request.user, Verb.STEP_TEST, step.team)
    form = form_of(request, step)
    if not form.is_valid():
        return page(request, form, status=INVALID, is_test_refused=True)
    require(request.user, Verb.STEP_TEST, form.step.team)
    samples = samples_of(request, form)
    try:
        result = test_messages.send(
            form.step, samples.facts, by=request.user, mention="mention" in request.POST
        )
    except TooManyTestsError as error:
        return later(page(request, form, status=TOO_MANY, samples=samples, too_many=str(error)), error)
    return answered(request, form, result)


def answered(request: PersonRequest, form: StepForm, result: TestResult) -> HttpResponse:
    """Return the form with what WeCom answered, or why nothing came back yet."""
    credential = visible_credential(request, form.step.credential)
    return page(request, form, credential=credential, **told(result))


def step_of(request: PersonRequest, pk: int | None) -> Step:
    return visible_step(request, pk) if pk else new_step(request)

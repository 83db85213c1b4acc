"""Sending a test: the real way, ahead of what waits, and the truth about what came back."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from credentials.answers import Answer
from credentials.models import Credential
from notifications.clockwork import clock
from notifications.clockwork.turns import writing
from notifications.delivery import pickup, settlements, test_limit
from notifications.escaping import escape
from notifications.facts import layout_of
from notifications.models import Delivery, Pipeline, Step
from notifications.models.delivery import OPEN_STATES, Rank, Reason, State
from notifications.owing import frozen, put_into_lanes
from notifications.rendering import Facts, Message, compose
from notifications.rendering.cutting import size
from notifications.vocabulary import MessageType
from teams.models import User

WAIT_SECONDS = 15
WAITING_THREADS = 8

_seats = threading.BoundedSemaphore(WAITING_THREADS)


@dataclass(frozen=True, kw_only=True)
class TestResult:
    """What came back for a test.

    `answer` is that of the first message that was not accepted, else of the first; None until all are
    settled: then `reason` says what they wait for, or why no robot was called and `advice` what to do.
    `messages` are what is sent, as a preview shows them.
    """

    __test__ = False  # no class of tests, in spite of its name

    deliveries: tuple[Delivery, ...]
    messages: tuple[Message, ...]
    answer: Answer | None = None
    reason: str = ""
    advice: str = ""

    @property
    def is_settled(self) -> bool:
        return self.answer is not None

    @property
    def is_accepted(self) -> bool:
        return self.answer is not None and self.answer.is_accepted

    @property
    def delivery(self) -> Delivery:
        """Return the delivery whose figures these are."""
        refused = (each for each in self.deliveries if each.state not in {State.SENT, *OPEN_STATES})
        return next(refused, self.deliveries[0])


def send(
    step: Step, facts: Facts, *, by: User, mention: bool = False, pipeline: Pipeline | None = None
) -> TestResult:
    """Send what a step, saved or not, would say of `facts`, marked as a test, and wait for WeCom's answer.

    Whoever calls has checked that `by` may test this step with this credential. Mentions nobody unless
    `mention`. Waits at most 15 s, and not at all while 8 others wait.

    Raises:
        TooManyTestsError: when this person's tests of the minute are used up.
    """
    layout = replace(layout_of(step), is_test=True, mention_in_test=mention)
    messages = compose(facts, layout, reader=get_language() or "")
    owed = [_delivery(message, step.credential, by=by) for message in messages]
    for delivery in owed:
        delivery.team_id, delivery.step_name = step.team_id, step.name
        delivery.step = step if step.pk else None
        delivery.pipeline = pipeline or step.pipeline
    return _sent(owed, messages, by=by)


def send_for_credential(credential: Credential, *, by: User) -> TestResult:
    """Send a plain sentence to a credential's robot, in the language of the current page.

    Raises:
        TooManyTestsError: when this person's tests of the minute are used up.
    """
    words = _("🔔 WeCom Notify test: the credential “%(credential)s” works. Sent by %(person)s.") % {
        "credential": escape(credential.name, MessageType.TEXT),
        "person": escape(str(by), MessageType.TEXT),
    }
    kind = MessageType.TEXT
    body = {"msgtype": kind.value, kind.value: {"content": words}}
    message = Message(msgtype=kind.value, body=body, content=words, bytes=size(words), limit=kind.max_bytes)
    return _sent([_delivery(message, credential, by=by)], (message,), by=by)


def _delivery(message: Message, credential: Credential, *, by: User) -> Delivery:
    delivery = frozen(message, credential, now=clock.now())
    delivery.is_test, delivery.rank, delivery.requested_by = True, Rank.TEST, by
    return delivery


def _sent(owed: Sequence[Delivery], messages: tuple[Message, ...], *, by: User) -> TestResult:
    test_limit.take(by)
    with writing():
        put_into_lanes(owed, now=clock.now(), at_once=True)
    if not _seats.acquire(blocking=False):
        reason = _("Accepted for sending. Many tests are under way: look at the delivery for the answer.")
        return TestResult(deliveries=tuple(owed), messages=messages, reason=reason)
    try:
        _wait(owed)
    finally:
        _seats.release()
    return result_of(owed, messages)


def _wait(owed: Iterable[Delivery]) -> None:
    ids = [delivery.pk for delivery in owed]

    def are_settled() -> bool:
        return not Delivery.objects.filter(pk__in=ids, state__in=OPEN_STATES).exists()

    with settlements.awaiting(ids) as changed:
        settlements.wait_until(are_settled, changed, timeout_seconds=WAIT_SECONDS)


def result_of(owed: Iterable[Delivery], messages: tuple[Message, ...]) -> TestResult:
    """Return what is known now of a test's deliveries."""
    ids = [delivery.pk for delivery in owed]
    found = tuple(Delivery.objects.filter(pk__in=ids).order_by("pk").prefetch_related("attempts"))
    result = TestResult(deliveries=found, messages=messages)
    if any(each.state in OPEN_STATES for each in found):
        return replace(result, reason=pickup.why_it_waits(found))
    attempt = result.delivery.attempts.last()
    if attempt is None:
        return _not_called(result)
    return replace(result, answer=attempt.answer)


def _not_called(result: TestResult) -> TestResult:
    why = result.delivery.reason
    return replace(result, reason=str(Reason(why).label), advice=str(Reason(why).advice)) if why else result

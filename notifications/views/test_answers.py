"""What a page shows of a test, a rule's and a credential's alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from credentials.answers import advice, meaning
from notifications.as_sent import AsSent

if TYPE_CHECKING:
    from django.http import HttpResponse

    from notifications.delivery.test_limit import TooManyTestsError
    from notifications.delivery.test_messages import TestResult

TOO_MANY = 429


def told(result: TestResult) -> dict[str, Any]:
    """Return the messages as sent and WeCom's answer in words; without an answer the result says why."""
    shown = {"test": result, "previews": [AsSent.of_message(message) for message in result.messages]}
    if result.answer is None:
        return shown | {"advice": result.advice}
    return shown | {"meaning": meaning(result.answer), "advice": advice(result.answer)}


def later(page: HttpResponse, error: TooManyTestsError) -> HttpResponse:
    """Say in a page's headers when the next test may go."""
    page["Retry-After"] = str(error.retry_after_seconds)
    return page

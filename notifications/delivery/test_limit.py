"""How many tests one person may send."""

from __future__ import annotations

import time

from django.utils.translation import gettext as _

from teams import limits
from teams.models import User

PER_MINUTE = 10
WINDOW_SECONDS = 60


class TooManyTestsError(Exception):
    """This person sent too many tests; the message says when the next may go."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(
            _("You sent %(count)s tests within a minute. Wait %(seconds)s seconds before the next one.")
            % {"count": PER_MINUTE, "seconds": retry_after_seconds}
        )
        self.retry_after_seconds = retry_after_seconds


def take(person: User, *, now_seconds: float | None = None) -> None:
    """Count one test of this person's.

    Raises:
        TooManyTestsError: when this minute's are used up.
    """
    moment = time.time() if now_seconds is None else now_seconds
    if not limits.take("test-messages", person.pk, per_minute=PER_MINUTE, now_seconds=moment):
        raise TooManyTestsError(WINDOW_SECONDS - int(moment) % WINDOW_SECONDS)

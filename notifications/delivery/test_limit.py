"""How many tests one person may send."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.utils.translation import gettext as _

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
    elapsed = int(time.time() if now_seconds is None else now_seconds)
    minute, second = divmod(elapsed, WINDOW_SECONDS)
    key = f"test-messages:{person.pk}:{minute}"
    if _counted(key) > PER_MINUTE:
        raise TooManyTestsError(WINDOW_SECONDS - second)


def _counted(key: str) -> int:
    cache.add(key, 0, 2 * WINDOW_SECONDS)
    try:
        return int(cache.incr(key))
    except ValueError:  # a full cache threw it out in between
        cache.set(key, 1, 2 * WINDOW_SECONDS)
        return 1

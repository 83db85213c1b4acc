"""The Celery app: workers that drain the lanes a ticker leased. `celery -A wecomnotify worker` finds it here.

The broker carries hints only. What it loses, repeats or delays, the leases in the database make good, so
nothing here is acknowledged late, retried, stored or planned ahead.
"""

from __future__ import annotations

import os
import threading
from contextlib import ExitStack
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wecomnotify.settings")

import django
from celery import Celery, signals
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError

from wecomnotify.configuration import NO_BROKER

if not settings.CELERY_BROKER_URL:
    raise ImproperlyConfigured(NO_BROKER)
django.setup()

from notifications.delivery import heartbeat, hints  # noqa: E402
from notifications.delivery.hints import Hint  # noqa: E402
from notifications.models.heartbeat import Role  # noqa: E402
from wecomnotify import starting  # noqa: E402

# RabbitMQ throws a hint away after this time by its own clock. Celery's `expires` would compare a ticker's
# clock with a worker's: the lease is looked at by the database's.
HINT_SECONDS = 10
BROKER_ANSWERS_WITHIN_SECONDS = 4

app = Celery("wecomnotify", broker=settings.CELERY_BROKER_URL)
app.conf.update(
    task_default_queue="wecomnotify",
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_acks_late=False,
    task_publish_retry=False,
    worker_pool="threads",
    worker_concurrency=settings.DISPATCH_THREADS,
    worker_prefetch_multiplier=1,
    worker_enable_remote_control=False,
    broker_connection_retry_on_startup=True,
    broker_connection_timeout=BROKER_ANSWERS_WITHIN_SECONDS,
    broker_transport_options={
        "socket_connect_timeout": BROKER_ANSWERS_WITHIN_SECONDS,
        "socket_timeout": None,
        "socket_keepalive": True,
    },
)
_process = ExitStack()
_stopping = threading.Event()
_sign_of_life = heartbeat.Pulse(Role.CELERY_WORKER)


@app.task(name="wecomnotify.drain")
def drain(lane: int, lease_token: int) -> None:
    """Drain a lane that a ticker leased, if the lease still stands."""
    _sign_of_life()
    hints.drain(Hint(lane=lane, lease_token=lease_token), goes_on=lambda: not _stopping.is_set())


@app.task(name="wecomnotify.answer_knock")
def answer_knock() -> None:
    """Show a ticker that its hints arrive somewhere."""
    _sign_of_life()


def hand_out(hint: Hint) -> None:
    """Tell some worker of a leased lane."""
    drain.apply_async((hint.lane, hint.lease_token), expiration=HINT_SECONDS)


def knock() -> None:
    """Ask some worker for a sign of life."""
    answer_knock.apply_async(expiration=HINT_SECONDS)


@signals.setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Leave logging as the settings have it: redacted. Celery steps back when anybody listens here."""


@signals.worker_init.connect
def refuse_an_unready_start(**_: Any) -> None:
    """Stop before the first hint, as `serve` does.

    Raises:
        SystemExit: with the sentence that says what to do; of errors Celery would only tell.
    """
    try:
        _process.enter_context(starting.ready(delivers=True))
    except CommandError as error:
        raise SystemExit(str(error)) from error
    finally:
        starting.leave_the_database()  # before a pool of processes forks


@signals.worker_shutting_down.connect
def finish(**_: Any) -> None:
    """Let calls in flight end, and begin no further one."""
    _stopping.set()


@signals.worker_shutdown.connect
def say_goodbye(**_: Any) -> None:
    heartbeat.stop()

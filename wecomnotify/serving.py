"""One process tree that serves the pages and the API and, unless told otherwise, delivers the messages."""

from __future__ import annotations

import gc
import signal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from notifications.delivery import settlements
from notifications.delivery.dispatcher import Dispatcher
from notifications.delivery.nightly import NightlyPruning
from wecomnotify import starting

if TYPE_CHECKING:
    from types import FrameType
    from wsgiref.types import WSGIApplication

    from gunicorn.workers.base import Worker

WEB_THREADS = 32
# A request to a robot may last 13 s; it is finished before the process ends.
GRACEFUL_SECONDS = 15


class QuietLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's log without a line for each request: it would be put together, and dropped by its level."""

    def access(self, *_facts: object) -> None:
        """Say nothing."""


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn with one worker process: web threads, and the dispatcher's threads beside them.

    One worker, because SQLite has one writer and the dispatcher is woken inside its process. The master
    restarts a worker that dies.
    """

    def __init__(self, *, dispatch: bool) -> None:
        self.dispatcher = Dispatcher() if dispatch else None
        self.nightly = NightlyPruning()
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options().items():
            self.cfg.set(name, value)

    def options(self) -> dict[str, Any]:
        return {
            "bind": f"{settings.BIND}:{settings.PORT}",
            "worker_class": "wecomnotify.kept_connections.StayingWorker",
            "workers": 1,
            "threads": WEB_THREADS,
            "graceful_timeout": GRACEFUL_SECONDS,
            "forwarder_headers": "",  # no proxy says where the product stands: SCRIPT_NAME is dropped
            "control_socket_disable": True,  # it starts a thread before the fork
            "proc_name": "wecomnotify",
            "loglevel": "warning",
            "logger_class": QuietLogger,
            "accesslog": None,
            "logconfig_dict": gunicorn_logging(),
            "post_worker_init": self.begin,
            "worker_int": self.stop_dispatcher,
            "worker_exit": self.stop_dispatcher_at_exit,
        }

    def load(self) -> WSGIApplication:
        from wecomnotify.wsgi import application  # noqa: PLC0415  # loaded in the worker, after the fork

        return application

    def begin(self, worker: Worker) -> None:
        """Dispatch, and stop doing so when the worker is asked to end and not only when its requests have."""
        keep_what_is_loaded()
        if self.dispatcher:
            self.dispatcher.start()
            self.nightly.start()

        def end(number: int, frame: FrameType | None) -> None:
            self.wind_down()
            worker.handle_exit(number, frame)

        signal.signal(signal.SIGTERM, end)
        signal.siginterrupt(signal.SIGTERM, False)  # as gunicorn has it: requests go on undisturbed

    def wind_down(self) -> None:
        """Claim no more and let nobody wait for a test's answer: gunicorn kills what is there after 15 s."""
        if self.dispatcher:
            self.dispatcher.claim_no_more()
        settlements.wait_no_more()

    def stop_dispatcher(self, worker: object) -> None:
        self.wind_down()
        if self.dispatcher:
            self.nightly.stop()
            self.dispatcher.stop()

    def stop_dispatcher_at_exit(self, server: object, worker: object) -> None:
        self.stop_dispatcher(worker)

    def run(self) -> None:
        starting.leave_the_database()
        super().run()


def keep_what_is_loaded() -> None:
    """Load every page now, and look for no garbage in what is loaded: each look would stop all threads."""
    _ = get_resolver().reverse_dict
    gc.collect()
    gc.freeze()


def gunicorn_logging() -> dict[str, Any]:
    """Return gunicorn's loggers on the project's own, redacted handler."""
    quiet = {"level": "WARNING", "handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "root": settings.LOGGING["root"],
        "formatters": settings.LOGGING["formatters"],
        "handlers": settings.LOGGING["handlers"],
        "loggers": {"gunicorn.error": quiet, "gunicorn.access": quiet},
    }

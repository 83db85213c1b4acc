"""`manage.py worker`: the dispatcher alone, beside `serve --no-dispatch`."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from notifications.delivery.dispatcher import Dispatcher
from notifications.delivery.nightly import NightlyPruning
from wecomnotify import starting


class Command(BaseCommand):
    help = "Send what is owed, until stopped with Ctrl-C or SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        """Dispatch until a signal says stop; calls in flight are finished first."""
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        with starting.ready(delivers=True), NightlyPruning():
            self.dispatch_until(stopped)

    def dispatch_until(self, stopped: threading.Event) -> None:
        dispatcher = Dispatcher()
        dispatcher.start()
        self.stdout.write(f"Dispatching to {dispatcher.places.size} robots at once. Stop with Ctrl-C.")
        self.stdout.flush()
        stopped.wait()
        self.stdout.write("Stopping: calls in flight are finished first.")
        dispatcher.stop()

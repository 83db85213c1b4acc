"""`manage.py ticker`: leases what is due and tells Celery workers, with CELERY_BROKER_URL."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from notifications.delivery.nightly import NightlyPruning
from notifications.delivery.ticking import Ticker
from wecomnotify import starting
from wecomnotify.configuration import NO_BROKER


class Command(BaseCommand):
    help = "Lease the queues that are due and hand them to Celery workers, until stopped. Any number may run."

    def handle(self, *args: Any, **options: Any) -> None:
        """Tick until a signal says stop.

        Raises:
            CommandError: without a broker, and without Celery.
        """
        ticker = self.ticker()
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        with starting.ready(delivers=False), NightlyPruning():
            ticker.start()
            self.stdout.write("Handing out what is due to Celery workers. Stop with Ctrl-C.")
            self.stdout.flush()
            stopped.wait()
            ticker.stop()

    def ticker(self) -> Ticker:
        if not settings.CELERY_BROKER_URL:
            raise CommandError(NO_BROKER)
        try:
            from wecomnotify import celery  # noqa: PLC0415  # an extra, asked for by the setting alone
        except ModuleNotFoundError as error:
            raise CommandError(
                f"CELERY_BROKER_URL is set and {error.name} is not installed: run  pip install "
                "--require-hashes -r requirements-celery.txt ."
            ) from error
        return Ticker(hand_out=celery.hand_out, knock=celery.knock)

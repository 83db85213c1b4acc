"""`manage.py serve`: web pages, API and dispatcher in one process tree."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from wecomnotify import starting, static_files
from wecomnotify.serving import Server


class Command(BaseCommand):
    help = "Serve the pages and the API, and deliver the messages, until interrupted."
    requires_system_checks = "__all__"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-dispatch", action="store_true", help="serve only; `manage.py worker` delivers elsewhere"
        )
        parser.add_argument(
            "--intake-only", action="store_true", help="answer only events, hooks and /healthz"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        delivers = not (options["no_dispatch"] or options["intake_only"] or settings.CELERY_BROKER_URL)
        with starting.ready(delivers=delivers):
            self.serve(delivers=delivers, **options)

    def serve(self, *, delivers: bool, **options: Any) -> None:
        if options["intake_only"]:
            settings.ROOT_URLCONF = "wecomnotify.intake_urls"
        make_cache_table()
        static_files.collect()
        self.stdout.write(f"WeCom Notify answers on {settings.BASE_URL} (Ctrl-C stops it).")
        if settings.CELERY_BROKER_URL:
            self.stdout.write("CELERY_BROKER_URL is set:  manage.py ticker  and Celery workers deliver.")
        self.stdout.flush()
        Server(dispatch=delivers).run()


def make_cache_table() -> None:
    """Make the table unless it is there; of several that start at once, the others find it then."""
    try:
        call_command("createcachetable", verbosity=0)
    except CommandError:
        call_command("createcachetable", verbosity=0)

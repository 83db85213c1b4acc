"""`manage.py seed_demo`: a team, a pipeline, two steps and a simulated robot to look around with."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from wecomnotify.demo import Demo


class Command(BaseCommand):
    help = "Make the demo once and print where to sign in. Only with DEBUG=true."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing of the demo and print the address and the demo's sign-in.

        Raises:
            CommandError: outside DEBUG or without the loopback endpoint.
        """
        if not settings.DEBUG:
            raise CommandError("The demo has a known account and is made with DEBUG=true only.")
        if "loopback" not in settings.WECOM_ENDPOINTS:
            raise CommandError(
                "The demo's robot lives in the simulator. "
                f"Set WECOM_LOOPBACK_ENDPOINT=http://127.0.0.1:{settings.PORT}."
            )
        demo = Demo()
        demo.make()
        self.stdout.write(f"Sign in at {settings.BASE_URL} as {demo.USERNAME} with {demo.password()}")
        self.stdout.write(f"The simulated group is at {settings.BASE_URL}/simulator/")

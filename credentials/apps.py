from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "credentials"

    def ready(self) -> None:
        """Register the checks; importing them is what registers them."""
        import_module("credentials.checks")

from __future__ import annotations

from importlib import import_module
from operator import attrgetter

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "credentials"

    def ready(self) -> None:
        """Register the checks and what people leave to do, by importing them, and what is kept sealed."""
        from credentials.models import Credential  # noqa: PLC0415  # models exist only now
        from teams.sealed_values import SealedValues, sign_up  # noqa: PLC0415

        import_module("credentials.checks")
        import_module("credentials.typed_keys")
        sign_up(
            SealedValues(
                kind="credential",
                model=Credential,
                column="sealed_key",
                bound_to=attrgetter("sealing_context"),
            )
        )

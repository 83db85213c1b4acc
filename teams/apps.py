from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TeamsConfig(AppConfig):
    name = "teams"

    def ready(self) -> None:
        """Receive sign-ins, and sign up what this room keeps sealed."""
        import_module("teams.sign_in_record")
        import_module("teams.audit_chain")
        import_module("teams.checks")
        import_module("teams.mfa_adapter").sign_up_seeds()
        triggers = import_module("teams.audit_triggers")
        post_migrate.connect(triggers.put_on_after_migrating, sender=self)

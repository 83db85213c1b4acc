"""A mail server that refuses the connection."""

from __future__ import annotations

from django.core.mail.backends.base import BaseEmailBackend


class AwayBackend(BaseEmailBackend):
    """Raise what smtplib raises."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError(111, "Connection refused")

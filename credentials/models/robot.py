from __future__ import annotations

from django.db import models

from credentials.webhook_urls import Webhook
from sealing.fingerprints import fingerprint
from sealing.keyring import Keyring


class Robot(models.Model):
    """The group robot behind a key, known by the key's fingerprint: credentials with one key share it."""

    endpoint = models.CharField(max_length=50)
    fingerprint = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.endpoint} · {self.fingerprint[:8]}"

    @classmethod
    def of(cls, webhook: Webhook, keyring: Keyring) -> Robot:
        """Return the robot of a key, made when the key is new here."""
        mark = fingerprint(webhook.key, keyring=keyring, endpoint=webhook.endpoint)
        return cls.objects.get_or_create(fingerprint=mark, defaults={"endpoint": webhook.endpoint})[0]

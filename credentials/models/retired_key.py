from __future__ import annotations

from django.db import models

from sealing.errors import KeyRetired


class RetiredKey(models.Model):
    """A key that was taken out of the keyring, so that no process seals with it again."""

    key_id = models.CharField(max_length=16, primary_key=True)
    retired_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key_id

    @classmethod
    def refuse(cls, key_id: str) -> None:
        """Let nobody seal with a key that was taken out; ask just before a value is kept.

        Raises:
            KeyRetired: saying that the keyring is an old one.
        """
        if cls.objects.filter(pk=key_id).exists():
            raise KeyRetired(key_id)

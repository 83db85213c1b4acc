from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from teams.models.audit_entry import AuditEntry


class AuditLink(models.Model):
    """One entry's place in the chain; append-only, and made after the entry's own transaction.

    A link outlives the entry it names: that is how a missing one is noticed.
    """

    sequence = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(AuditEntry, models.DO_NOTHING, related_name="link", db_constraint=False)
    at = models.DateTimeField()
    key_id = models.CharField(max_length=16)
    mac = models.CharField(max_length=64)

    class Meta:
        ordering = ["sequence"]
        indexes = [models.Index(fields=["key_id"], name="audit_link_key")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.mac}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A link of the audit trail is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A link of the audit trail is never deleted.")

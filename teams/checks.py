"""What can be wrong with this room's part of the database, said by `migrate` and `check --database`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as WarningMessage
from django.db import DatabaseError, connections, transaction

from teams import audit_triggers


@register(Tags.database)
def audit_triggers_are_on(*, databases: Collection[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn where a trigger is missing; an error would keep `migrate` from putting it on."""
    missing = []
    for alias in databases or ():
        try:
            with transaction.atomic(using=alias):
                missing += audit_triggers.missing_on(connections[alias])
        except DatabaseError:
            continue  # before the first `migrate` there is nothing to keep
    return [
        WarningMessage(
            f"The database lacks the trigger {name}: entries of the audit trail can be changed.",
            hint="manage.py migrate  puts it on. Then look at: manage.py audit verify",
            id="teams.W001",
        )
        for name in missing
    ]

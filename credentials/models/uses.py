"""What a team's step needs to know of its credential when a message is owed; never its key."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

# A credential and the team that uses it.
Use = tuple[uuid.UUID, int]
Ask = Callable[[str, Collection[Sequence[Any]], Sequence[str]], Iterable[Sequence[Any]]]
# The rule of `CredentialQuerySet.usable_by`, for many teams at once; every event that fires asks for it.
USED = """
    WITH used(credential, team) AS (%(asked)s)
    SELECT c.id, used.team, c.name, c.robot_id, c.is_enabled, c.is_enabled AND (
        c.is_shared_with_all OR c.owning_team_id = used.team OR EXISTS (
            SELECT 1 FROM credentials_credential_teams shared
            WHERE shared.credential_id = c.id AND shared.team_id = used.team))
    FROM used JOIN credentials_credential c ON c.id = used.credential"""


@dataclass(frozen=True, kw_only=True)
class Used:
    """A credential as a team uses it: where its messages go, and whether they may."""

    pk: uuid.UUID
    name: str
    robot_id: int
    is_enabled: bool
    is_usable: bool


def as_used(uses: Collection[Use], *, ask: Ask) -> dict[Use, Used]:
    """Return the credentials by their uses, in one statement written out.

    `ask` runs it about a table of what is asked for, whose columns' types it is told.
    """
    is_native = connection.features.has_native_uuid_field
    asked = [(credential if is_native else credential.hex, team) for credential, team in uses]
    found = ask(USED, asked, ["uuid", "bigint"])
    return {(used.pk, team): used for team, used in (_read(row) for row in found)}


def _read(row: Sequence[Any]) -> tuple[int, Used]:
    key, team, name, robot_id, is_enabled, is_usable = row
    pk = key if isinstance(key, uuid.UUID) else uuid.UUID(key)
    return team, Used(
        pk=pk, name=name, robot_id=robot_id, is_enabled=bool(is_enabled), is_usable=bool(is_usable)
    )

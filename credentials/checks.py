"""What can be wrong with the settings of this room, said before the server starts."""

from __future__ import annotations

import stat
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as WarningMessage
from django.db import DatabaseError, transaction

from sealing.errors import KeyringMissing, SealingError
from sealing.keyring import Keyring
from teams.sealed_values import UNREADABLE, lacking

OPEN_TO_OTHERS = 0o005
SHOWN_BACKUPS = 3
# A copy of an SQLite database, and what pg_dump writes as custom format and as text.
BEGINNINGS_OF_BACKUPS = (b"SQLite format 3\0", b"PGDMP", b"--\n-- PostgreSQL database dump")
LONGEST_BEGINNING_BYTES = max(map(len, BEGINNINGS_OF_BACKUPS))
KEPT_BY_RESTORE = ".replaced-"  # it stays in its place until somebody deletes it


@register(Tags.security, deploy=True)
def keyring_is_there(**kwargs: Any) -> list[CheckMessage]:
    """Miss a keyring only where it is asked for: the first commands on a new machine come before it."""
    try:
        Keyring.at(settings.KEYRING_FILE)
    except KeyringMissing:
        return [
            Error(
                f"There is no keyring at {settings.KEYRING_FILE}.",
                hint="Make one with: manage.py keyring init",
                id="credentials.E001",
            )
        ]
    except SealingError:
        pass  # there, and E002 says what is wrong with it
    return []


@register(Tags.security)
def keyring_is_sound(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a keyring that is damaged, open to others or holds another key than it says."""
    try:
        Keyring.at(settings.KEYRING_FILE)
    except KeyringMissing:
        return []
    except SealingError as error:
        return [Error("The keyring cannot be used.", hint=str(error), id="credentials.E002")]
    return []


@register(Tags.database)
def keys_are_there(*, databases: Collection[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of stored values whose key the keyring lacks; `migrate` and `check --database default` ask."""
    if not databases:
        return []
    try:
        with transaction.atomic():
            rows = lacking()
    except (
        SealingError,
        DatabaseError,
    ):  # E001 and E002 tell of the keyring; before `migrate` there is nothing
        return []
    unreadable = rows.pop(UNREADABLE, 0)
    told = [_keys_missing(key_id, count) for key_id, count in sorted(rows.items())]
    return [*told, _no_sealed_values(unreadable)] if unreadable else told


def _keys_missing(key_id: str, count: int) -> CheckMessage:
    return WarningMessage(
        f"The keyring lacks key {key_id}: {count:,} stored values cannot be opened.",
        hint="Restore the keyring that has this key (docs/keys.md). The values stay as they are.",
        id="credentials.W006",
    )


def _no_sealed_values(count: int) -> CheckMessage:
    return WarningMessage(
        f"{count:,} stored values are no sealed ones.",
        hint="Find them with: manage.py keyring verify. Enter those keys again, or restore the rows.",
        id="credentials.W007",
    )


@register(Tags.security)
def keyring_lies_apart(**kwargs: Any) -> list[CheckMessage]:
    """Warn of a keyring that goes along when somebody takes the data folder, or the backups."""
    folder = settings.KEYRING_FILE.resolve().parent
    if not settings.KEYRING_FILE.is_file():
        return []
    found: list[CheckMessage] = []
    mode = stat.S_IMODE(settings.DATA_DIR.stat().st_mode)
    if folder.is_relative_to(settings.DATA_DIR) and mode & OPEN_TO_OTHERS:
        found.append(
            WarningMessage(
                f"Other users may look into DATA_DIR, and the keyring is in it (mode {mode:04o}).",
                hint=f"Close it with: chmod o-rwx {settings.DATA_DIR}",
                id="credentials.W009",
            )
        )
    if backups := sorted(each.name for each in folder.iterdir() if _is_backup(each)):
        found.append(
            WarningMessage(
                f"A backup lies beside the keyring: {', '.join(backups[:SHOWN_BACKUPS])}.",
                hint="Keep them apart, for who takes both has every robot: move the backup, or KEYRING_FILE.",
                id="credentials.W009",
            )
        )
    return found


def _is_backup(file: Path) -> bool:
    """Tell a copy of a database, by how it begins, from the ones the product works with."""
    in_use = {Path(str(settings.DATABASES["default"]["NAME"])).resolve(), settings.SIMULATOR_FILE.resolve()}
    if file.resolve() in in_use or KEPT_BY_RESTORE in file.name:
        return False
    with suppress(OSError), file.open("rb") as opened:
        return opened.read(LONGEST_BEGINNING_BYTES).startswith(BEGINNINGS_OF_BACKUPS)
    return False


@register(Tags.security)
def secret_key_is_no_sealing_key(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a SECRET_KEY that was copied from the keyring: it is in more hands, and in other backups."""
    with suppress(SealingError):
        if Keyring.at(settings.KEYRING_FILE).holds(settings.SECRET_KEY):
            return [
                Error(
                    "SECRET_KEY is one of the keyring's keys.",
                    hint="Set SECRET_KEY to a long random value of its own; people sign in again.",
                    id="credentials.E008",
                )
            ]
    return []


@register(Tags.security)
def authority_is_there(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a WECOM_CA_BUNDLE that does not exist: no message could be sent."""
    bundle = settings.WECOM_CA_BUNDLE
    if not bundle or Path(bundle).exists():
        return []
    return [
        Error(
            f"WECOM_CA_BUNDLE names {bundle}, which does not exist.",
            hint="Point it at a PEM file with the authority's certificate, or leave it empty.",
            id="credentials.E003",
        )
    ]


@register(Tags.security)
def proxy_is_an_address(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a WECOM_PROXY that is no http proxy's address; it may hold a password and is not repeated."""
    proxy = settings.WECOM_PROXY
    parts = urlsplit(proxy)
    if not proxy or (parts.scheme == "http" and parts.hostname):
        return []
    return [
        Error(
            "WECOM_PROXY is no address of an http proxy.",
            hint="Write it as http://proxy.example.com:3128, or leave it empty.",
            id="credentials.E004",
        )
    ]


@register(Tags.security)
def an_endpoint_is_there(**kwargs: Any) -> list[CheckMessage]:
    """Refuse to run without any endpoint: no robot could be reached."""
    if settings.WECOM_ENDPOINTS:
        return []
    return [
        Error(
            "WECOM_ENDPOINTS is empty.",
            hint="Leave it unset for WeCom itself, or write slug=https://host.",
            id="credentials.E005",
        )
    ]

"""A copy of the database while the product runs, and the way back to it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from notifications.clockwork import clock
from notifications.readiness import dispatcher_seen
from notifications.restored import hold_what_waits
from teams.models import AuditEntry
from teams.sessions import forget_ended_sessions
from wecomnotify import database_file
from wecomnotify.database_file import DamagedFileError, DatabaseInUseError, Progress
from wecomnotify.readiness import DISPATCHER_SILENCE_SECONDS


class BackupError(Exception):
    """Something stands in the way of a backup or of its return; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What a restore did: deliveries now held, and where the replaced database is kept, if there was one."""

    held: int
    kept: Path | None


def back_up(file: Path, *, progress: Progress) -> int:
    """Write a copy of the database as it is now to a new file of mode 0600; return its size in bytes.

    Raises:
        BackupError: when the file exists, its folder does not, or the copy cannot be made.
    """
    if file.exists():
        raise BackupError(f"{file} exists and is not overwritten. Choose another name.")
    if not file.parent.is_dir():
        raise BackupError(f"There is no folder {file.parent}. Make it, or choose another place.")
    try:
        unfinished = database_file.new_beside(file)
        try:
            database_file.copy(database_file.current_file(), unfinished, progress=progress)
            unfinished.rename(file)
        finally:
            unfinished.unlink(missing_ok=True)
    except (OSError, DamagedFileError) as error:
        raise BackupError(f"The backup was not made: {error}") from error
    return file.stat().st_size


def restore(file: Path, *, progress: Progress) -> Restored:
    """Put a backup in the database's place; what it says is unsettled is held, and everybody signs in anew.

    The database that is replaced stays beside it. An interruption leaves everything as it was.

    Raises:
        BackupError: while another process works, and for a file that is no backup of this product.
    """
    current = database_file.current_file()
    if not file.is_file():
        raise BackupError(f"There is no file {file}. Name a file that  manage.py backup  wrote.")
    refuse_while_dispatched()
    connection.close()
    try:
        prepared = database_file.new_beside(current)
        try:
            database_file.copy(file, prepared, progress=progress)
            held = _prepare(prepared, named=file)
            kept = _swap(prepared, current)
        finally:
            prepared.unlink(missing_ok=True)
    except (OSError, DamagedFileError) as error:
        raise BackupError(f"Nothing was restored: {error}") from error
    except DatabaseInUseError:
        raise BackupError(
            "Another process has the database open. Stop  serve  and  worker  and restore again."
        ) from None
    return Restored(held=held, kept=kept)


def refuse_while_dispatched() -> None:
    """Refuse while a dispatcher gives signs of life; a database without the table has none.

    Raises:
        BackupError: when one was seen lately.
    """
    try:
        seen = dispatcher_seen(within_seconds=DISPATCHER_SILENCE_SECONDS)
    except DatabaseError:
        return
    if seen:
        raise BackupError(
            f"A dispatcher was seen within {DISPATCHER_SILENCE_SECONDS} s. Stop  serve  and  worker  and "
            f"restore again; after a crash wait {DISPATCHER_SILENCE_SECONDS} s."
        )


def hold(*, told: str) -> int:
    """Hold what the present database says is unsettled, end all sessions, leave an audit entry."""
    with transaction.atomic():
        held = hold_what_waits(now=clock.now())
        Session.objects.all().delete()
        forget_ended_sessions()
        AuditEntry.record(actor=None, verb="backup.restored", target=told, after={"held": held})
    return held


def _prepare(prepared: Path, *, named: Path) -> int:
    with database_file.as_the_database(prepared):
        _refuse_foreign(named)
        call_command("migrate", interactive=False, verbosity=0)
        held = hold(told=f"backup {named.name}")
    with database_file.alone(prepared):  # its log is written back
        return held


def _refuse_foreign(named: Path) -> None:
    """Refuse what is no database of this product's, or one of a later version.

    Raises:
        BackupError: saying which.
    """
    loader = MigrationLoader(connection)
    applied = {each for each in loader.applied_migrations if each[0] in apps.app_configs}
    if ("notifications", "0001_initial") not in applied:
        raise BackupError(
            f"{named} is no database of WeCom Notify. Name a file that  manage.py backup  wrote."
        )
    if unknown := applied - set(loader.disk_migrations):
        app, name = min(unknown)
        raise BackupError(
            f"{named} comes from a later version: it has the migration {app}.{name}. "
            "Install that version first."
        )


def _swap(prepared: Path, current: Path) -> Path | None:
    kept = current.with_name(f"{current.name}.replaced-{clock.now():%Y%m%d-%H%M%S}")
    with ExitStack() as stack:
        is_there = current.exists()
        if is_there:
            stack.enter_context(database_file.alone(current))
        database_file.put_in_place(prepared, current, kept=kept)
    return kept if is_there else None

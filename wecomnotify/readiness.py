"""What must be there before a request can be answered: each check says what is missing, or nothing."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from notifications.clockwork import closing
from notifications.models.heartbeat import Role
from notifications.readiness import dispatcher_seen, role_seen
from sealing.errors import SealingError
from sealing.keyring import Keyring
from teams.sealed_values import UNREADABLE, lacking

# Two missed heartbeats and a long garbage collection still count as alive.
DISPATCHER_SILENCE_SECONDS = 30


def missing_database() -> str:
    """Say that the database does not answer or takes no writes, or nothing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return closed_database()
    except DatabaseError:
        return "The database does not answer. Check DATABASE_URL and the database server."


def closed_database() -> str:
    """Say that the database was moved elsewhere, or nothing."""
    if not closing.is_closed():
        return ""
    return (
        f"{closing.SENTENCE} Set DATABASE_URL to that one. If it was never used,  manage.py copy_database "
        "--reopen  opens this one again."
    )


def missing_migrations() -> str:
    """Say that the database is not up to date, or nothing."""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return missing_database()
    if plan:
        return f"The database lacks {len(plan)} migrations. Run  manage.py migrate  and start again."
    return ""


def missing_keyring() -> str:
    """Say that the keyring cannot be read, or nothing."""
    try:
        Keyring.read(settings.KEYRING_FILE)
    except SealingError as error:
        return f"{error} Run  manage.py keyring init  once, or point KEYRING_FILE at the existing keyring."
    return ""


def unfitting_keyring(*, delivers: bool) -> str:
    """Say that the keyring is the other tier's, or nothing; it works all the same, as far as it goes."""
    keyring = Keyring.read(settings.KEYRING_FILE)
    opens = any(key.can_open for key in keyring.status() if key.purpose == "sealing")
    if delivers and not opens:
        return (
            f"The keyring {settings.KEYRING_FILE} is a web tier's and opens no credential: nothing can be "
            "sent. Point KEYRING_FILE at the whole keyring."
        )
    if opens and not delivers:
        return (
            "This process sends nothing, and its keyring opens every credential. Give it one that only "
            "seals: manage.py keyring export --public"
        )
    return ""


def lacking_keys() -> str:
    """Say which stored values cannot be opened here, or nothing; everything else works all the same."""
    try:
        rows = lacking()
    except (SealingError, DatabaseError):  # other checks tell of it
        return ""
    unreadable = rows.pop(UNREADABLE, 0)
    told = [f"The keyring lacks key {key_id} ({count:,} values)." for key_id, count in sorted(rows.items())]
    if told:
        told.append("Restore the keyring that has it (docs/keys.md).")
    if unreadable:
        told.append(f"{unreadable:,} values are no sealed ones: manage.py keyring verify  finds them.")
    return " ".join(told)


def missing_dispatcher() -> str:
    """Say that nothing delivers, or nothing."""
    if dispatcher_seen(within_seconds=DISPATCHER_SILENCE_SECONDS):
        return ""
    if settings.CELERY_BROKER_URL:
        return _missing_with_celery()
    return (
        "No dispatcher was seen lately. Start  manage.py worker , or  manage.py serve  without --no-dispatch."
    )


def _missing_with_celery() -> str:
    if not role_seen(Role.TICKER, within_seconds=DISPATCHER_SILENCE_SECONDS):
        return "CELERY_BROKER_URL is set and no ticker was seen lately. Start  manage.py ticker ."
    return (
        "A ticker runs, and no Celery worker answers it. Start  celery -A wecomnotify worker , and look "
        "whether both reach the broker of CELERY_BROKER_URL."
    )

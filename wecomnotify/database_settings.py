"""What this product needs of its database, whatever the address in DATABASE_URL says."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured

SQLITE_OPTIONS = {
    # IMMEDIATE: a transaction that will write takes the lock at its start, so it never dies half-way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA journal_size_limit=67108864",
}
# What each session asks of the server, whatever its own configuration says.
SESSION = {
    "synchronous_commit": "on",  # 202 means committed
    "timezone": "UTC",
    # What is prepared is planned once: the server would plan what asks for few anew each time.
    "plan_cache_mode": "force_generic_plan",
    # A frozen or vanished process gives its locks back: others wait for its queues.
    "idle_in_transaction_session_timeout": "15s",
    # Rather an error that is tried again than all threads behind one lock.
    "lock_timeout": "10s",
}
CONNECTION = {
    "application_name": "wecomnotify",
    "connect_timeout": 5,
    # A server that vanished without a word is noticed within half a minute.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    # A statement written out is prepared at its third time in a session; what the ORM makes never is.
    "prepare_threshold": 2,
}
# One is at hand, more are opened when needed and closed after a while. Who waits longer than five seconds
# for one is told that the database is away; each such wait tries to connect anew.
POOL = {"min_size": 1, "timeout": 5.0, "reconnect_timeout": 4.0, "max_idle": 120.0}


def database(parsed: dict[str, Any], *, pool_size: int) -> dict[str, Any]:
    """Return the database settings with what this product needs of the engine.

    Raises:
        ImproperlyConfigured: for an engine it does not run on, a driver that is not installed, and a pool
            that could never serve anybody.
    """
    engine = parsed["ENGINE"]
    if engine.endswith("sqlite3"):
        return parsed | {"OPTIONS": dict(SQLITE_OPTIONS), "CONN_MAX_AGE": None}
    if not engine.endswith("postgresql"):
        named = engine.rsplit(".", 1)[-1]
        msg = f"DATABASE_URL is {named}: write postgres://user:password@host/name, or nothing for SQLite."
        raise ImproperlyConfigured(msg)
    return parsed | _postgresql(parsed.get("OPTIONS", {}), pool_size=pool_size)


def _postgresql(given: dict[str, Any], *, pool_size: int) -> dict[str, Any]:
    """Return connections that are pooled, looked at before each use, and durable.

    What the address itself says after its question mark, such as `sslmode=verify-full`, goes first.
    """
    if not (find_spec("psycopg") and find_spec("psycopg_pool")):
        msg = (
            "DATABASE_URL is PostgreSQL and its driver is not installed: "
            "run  pip install --require-hashes -r requirements-postgres.txt ."
        )
        raise ImproperlyConfigured(msg)
    if pool_size < 1:
        msg = f"DATABASE_POOL_SIZE is {pool_size}: set it to the connections one process may hold, 20 or so."
        raise ImproperlyConfigured(msg)
    session = " ".join(f"-c {name}={value}" for name, value in SESSION.items())
    options = {
        **CONNECTION,
        **given,
        "options": f"{session} {given.get('options', '')}".strip(),
        "pool": POOL | {"max_size": pool_size},
    }
    if options["prepare_threshold"] == "None":
        options["prepare_threshold"] = None
    return {"OPTIONS": options, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}

"""The cast: alice owns, bob is on the team, vera may look, charlie must see nothing, root administers."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations

from notifications.clockwork import combining
from notifications.delivery import own_calls, settlements
from sealing.keyring import Keyring
from teams import audit_triggers
from teams.models import Membership, Team, User
from tests.signing_in import sign_in

pytest_plugins = ["tests.asvs.plugin", "pytester"]
ENGINES = ("sqlite", "postgresql")
PASSWORD = "correct horse battery staple"


def pytest_collection_modifyitems(items):
    """Leave out what is about another database than the one the tests run on."""
    for item in items:
        others = [engine for engine in ENGINES if item.get_closest_marker(engine)]
        if "own_database" in item.fixturenames:  # it is a file
            others = ["sqlite"]
        if others and connection.vendor not in others:
            reason = f"about {others[0]}, and these tests run on {connection.vendor}"
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session", autouse=True)
def _dropped_in_spite_of_others():
    """Let a thread that a test left behind, with a connection, not keep PostgreSQL's test database."""
    if connection.vendor != "postgresql":
        yield
        return
    creation = type(connection.creation)
    drop = creation._destroy_test_db

    def drop_with_force(self, test_database_name, verbosity):
        with self._nodb_cursor() as cursor:
            name = self.connection.ops.quote_name(test_database_name)
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")

    creation._destroy_test_db = drop_with_force
    yield
    creation._destroy_test_db = drop


@pytest.fixture(scope="session", autouse=True)
def _emptied_between_tests():
    """Take the audit trail's triggers off while tables are emptied: here nobody else writes."""
    empty = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(self, statements):
        with transaction.atomic(using=self.connection.alias):
            audit_triggers.lift(self.connection)
            empty(self, statements)
            audit_triggers.put_on(self.connection)

    BaseDatabaseOperations.execute_sql_flush = execute_sql_flush
    yield
    BaseDatabaseOperations.execute_sql_flush = empty


def make_user(name: str, **extra):
    return User.objects.create_user(name, f"{name}@example.com", PASSWORD, **extra)


def join(user, team, role):
    return Membership.objects.create(user=user, team=team, role=role)


@pytest.fixture
def shop(db):
    return Team.objects.create(slug="shop", name="Shop")


@pytest.fixture
def other(db):
    return Team.objects.create(slug="other", name="Other")


@pytest.fixture
def alice(shop):
    user = make_user("alice")
    join(user, shop, "owner")
    return user


@pytest.fixture
def bob(shop):
    user = make_user("bob")
    join(user, shop, "editor")
    return user


@pytest.fixture
def vera(shop):
    user = make_user("vera")
    join(user, shop, "viewer")
    return user


@pytest.fixture
def charlie(other):
    user = make_user("charlie")
    join(user, other, "owner")
    return user


@pytest.fixture
def root(db):
    return make_user("root", is_superuser=True, is_staff=True)


@pytest.fixture
def as_user(client):
    """Return the test client signed in as somebody: `as_user(bob).get("/")`."""
    return partial(sign_in, client)


@pytest.fixture
def keyring(settings, tmp_path):
    """Make a keyring for this test and point the settings at it."""
    made = Keyring.create()
    settings.KEYRING_FILE = tmp_path / "keyring.json"
    made.write(settings.KEYRING_FILE)
    return made


@pytest.fixture(autouse=True)
def _no_calls_remembered():
    """Let no test wait, or not wait, because of another one: their lanes have the same numbers."""
    own_calls.forget()
    settlements.begin_anew()


@pytest.fixture
def turn(monkeypatch):
    """Have a turn to take on either database: PostgreSQL has many writers."""
    taken = threading.Lock()
    monkeypatch.setattr(combining, "turn", lambda: taken)
    return taken

"""One world for all tests of a file: made once, each test's own changes taken back."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from sealing.keyring import Keyring
from tests.security.world import furnish, populated


@pytest.fixture(scope="module")
def private_settings(tmp_path_factory):
    """Point the settings at a keyring of these tests' own."""
    folder = tmp_path_factory.mktemp("security")
    Keyring.create().write(folder / "keyring.json")
    with override_settings(
        KEYRING_FILE=folder / "keyring.json",
        SIMULATOR_FILE=folder / "simulator.sqlite3",
        ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "testserver"],
    ):
        yield folder


@pytest.fixture(scope="module")
def built_world(django_db_setup, django_db_blocker, private_settings):
    """Make the world in a transaction that is never committed."""
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                world = populated()
                furnish(world)
                yield world
                transaction.set_rollback(True)
        finally:
            cache.clear()


@pytest.fixture
def world(built_world, db):
    """Lend the world to one test; what that test changes is taken back."""
    return built_world

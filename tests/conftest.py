"""The cast: alice owns, bob is on the team, vera may look, charlie must see nothing, root administers."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# Settings are read when Django starts: a test never touches the developer's data folder.
TEST_DATA_DIR = Path(tempfile.mkdtemp(prefix="wecomnotify-tests-"))
os.environ.update(
    {
        "DJANGO_SETTINGS_MODULE": "wecomnotify.settings",
        "DATA_DIR": str(TEST_DATA_DIR),
        "DEBUG": "true",
        "SECRET_KEY": "for tests only",
        "BASE_URL": "http://127.0.0.1:8000",
        "WECOM_LOOPBACK_ENDPOINT": "http://127.0.0.1:9",
        "DATABASE_URL": f"sqlite:///{TEST_DATA_DIR / 'tests.sqlite3'}",
        "LANGUAGE_CODE": "en",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        "EMAIL_URL": "memorymail://",
    }
)

import pytest
from django.conf import settings as django_settings

PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def plain_settings(settings):
    """Serve static files as they are, and hash passwords cheaply: neither is what tests are about."""
    settings.STORAGES = django_settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def make_user(name: str, **extra):
    from teams.models import User

    return User.objects.create_user(name, f"{name}@example.com", PASSWORD, **extra)


def join(user, team, role):
    from teams.models import Membership

    return Membership.objects.create(user=user, team=team, role=role)


@pytest.fixture
def shop(db):
    from teams.models import Team

    return Team.objects.create(slug="shop", name="Shop")


@pytest.fixture
def other(db):
    from teams.models import Team

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

    def sign_in(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def keyring(settings, tmp_path):
    """Make a keyring for this test and point the settings at it."""
    from sealing.keyring import Keyring

    made = Keyring.create()
    settings.KEYRING_FILE = tmp_path / "keyring.json"
    made.write(settings.KEYRING_FILE)
    return made

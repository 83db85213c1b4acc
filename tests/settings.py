"""The product's settings as tests run them: an own data folder, the loopback endpoint, mail in memory."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

TEST_DATA_DIR = Path(tempfile.mkdtemp(prefix="wecomnotify-tests-"))
(TEST_DATA_DIR / "static").mkdir()
os.environ.update(
    {
        "DATA_DIR": str(TEST_DATA_DIR),
        "DEBUG": "true",
        "SECRET_KEY": "for tests only",
        "BASE_URL": "http://127.0.0.1:8000",
        "WECOM_ENDPOINTS": "public=https://qyapi.weixin.qq.com",
        "WECOM_LOOPBACK_ENDPOINT": "http://127.0.0.1:9",
        # `python -m tests.engines.postgresql COMMAND` sets it.
        "DATABASE_URL": os.environ.get("TEST_DATABASE_URL")
        or f"sqlite:///{TEST_DATA_DIR / 'wecomnotify.sqlite3'}",
        "LANGUAGE_CODE": "en",
        "EMAIL_URL": "memorymail://",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }
)

from wecomnotify.settings import *  # noqa: E402, F403, TID251
from wecomnotify.settings import DATABASES, STORAGES  # noqa: E402, TID251

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads of a live server and the dispatcher share it.
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_DATA_DIR / "tests.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

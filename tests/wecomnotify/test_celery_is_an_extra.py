"""Celery is asked for by CELERY_BROKER_URL alone, and what is missing is named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from notifications.delivery import pickup
from notifications.models import DispatcherHeartbeat
from notifications.models.heartbeat import Role
from wecomnotify.serving import Server

ROOT = Path(__file__).resolve().parents[2]
BROKER = "redis://127.0.0.1:9/0"
NO_WORKER = (
    "A ticker runs, and no Celery worker answers it. Start  celery -A wecomnotify worker , and look whether "
    "both reach the broker of CELERY_BROKER_URL."
)
NO_BROKER = (
    "CELERY_BROKER_URL is empty: set it to the broker's address, such as redis://host:6379/0 or "
    "amqp://user:password@host:5672// , or deliver without Celery by  manage.py worker ."
)
ALL_THERE_IS = """
import django; django.setup()
from django.urls import get_resolver
from django.core.management import get_commands, load_command_class
get_resolver().url_patterns
for name, room in get_commands().items():
    load_command_class(room, name)
import sys; print("celery" in sys.modules)
"""


def run(*words, **env):
    """Run a Python of its own, with a data folder of its own and nothing else set."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "wecomnotify.settings"} | env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def bare(tmp_path):
    return {"DATA_DIR": str(tmp_path), "SECRET_KEY": "for this test only"}


def test_without_the_setting_nothing_imports_celery(bare):
    assert run("-c", ALL_THERE_IS, **bare).stdout == "False\n"


def test_a_ticker_without_a_broker_says_what_to_set(settings):
    settings.CELERY_BROKER_URL = ""

    with pytest.raises(CommandError) as refused:
        call_command("ticker")

    assert str(refused.value) == NO_BROKER


def test_a_worker_without_a_broker_says_what_to_set(bare):
    refused = run("-m", "celery", "-A", "wecomnotify", "worker", **bare)

    assert refused.returncode != 0
    assert NO_BROKER in refused.stderr


def test_where_celery_is_not_installed_its_requirements_are_named(settings, monkeypatch):
    settings.CELERY_BROKER_URL = BROKER
    monkeypatch.setitem(sys.modules, "celery", None)
    monkeypatch.delitem(sys.modules, "wecomnotify.celery", raising=False)

    with pytest.raises(CommandError) as refused:
        call_command("ticker")

    assert str(refused.value) == (
        "CELERY_BROKER_URL is set and celery is not installed: run  pip install --require-hashes -r "
        "requirements-celery.txt ."
    )


def test_a_worker_on_an_unready_database_does_not_start(bare):
    refused = run("-m", "celery", "-A", "wecomnotify", "worker", CELERY_BROKER_URL=BROKER, **bare)

    assert refused.returncode != 0
    assert "Run  manage.py migrate  and start again." in refused.stderr


def test_workers_are_threads_that_acknowledge_at_once_and_keep_nothing(bare):
    shown = run(
        "-c",
        "from wecomnotify.celery import app; c = app.conf; print(c.worker_pool, c.worker_concurrency,"
        " c.task_acks_late, c.task_ignore_result, c.accept_content, c.worker_enable_remote_control)",
        CELERY_BROKER_URL=BROKER,
        DISPATCH_THREADS="7",
        **bare,
    )

    assert shown.stdout == "threads 7 False True ['json'] False\n"


def test_serve_leaves_delivery_to_the_workers(settings, monkeypatch, keyring, transactional_db, capsys):
    settings.CELERY_BROKER_URL = BROKER
    started = []
    monkeypatch.setattr(Server, "run", lambda server: started.append(server.dispatcher))
    monkeypatch.setattr("wecomnotify.static_files.collect", lambda: None)

    call_command("serve")

    assert started == [None]
    assert (
        "CELERY_BROKER_URL is set:  manage.py ticker  and Celery workers deliver." in capsys.readouterr().out
    )


def seen(*roles):
    for number, role in enumerate(roles):
        DispatcherHeartbeat.objects.create(process=f"host:{number}", role=role, seen_at=timezone.now())


@pytest.mark.parametrize(
    ("roles", "fault"),
    [
        ([], "CELERY_BROKER_URL is set and no ticker was seen lately. Start  manage.py ticker ."),
        ([Role.TICKER], NO_WORKER),
        ([Role.TICKER, Role.CELERY_WORKER], None),
        ([Role.DISPATCHER], None),
    ],
)
def test_readiness_wants_a_ticker_and_a_worker(client, keyring, db, settings, roles, fault):
    settings.CELERY_BROKER_URL = BROKER
    seen(*roles)

    assert client.get("/readyz").json()["faults"].get("dispatcher") == fault


def test_a_worker_alone_delivers_nothing_and_is_not_ready(client, keyring, db, settings):
    settings.CELERY_BROKER_URL = BROKER
    seen(Role.CELERY_WORKER)

    assert client.get("/readyz").status_code == 503
    assert DispatcherHeartbeat.objects.delivering_at() is None


def test_a_test_message_that_waits_names_ticker_and_workers(settings, db):
    settings.CELERY_BROKER_URL = BROKER

    assert "manage.py ticker and celery -A wecomnotify worker" in pickup.why_it_waits([])

"""`serve` looks before it starts, and its process tree is what the documentation says."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.urls import resolve

from wecomnotify import static_files
from wecomnotify.serving import Server


def test_it_refuses_to_start_without_a_keyring(settings, tmp_path, db):
    settings.KEYRING_FILE = tmp_path / "none.json"

    with pytest.raises(CommandError, match="keyring init"):
        call_command("serve")


def test_one_worker_with_threads_serves():
    options = Server(dispatch=False).options()

    assert (options["workers"], options["worker_class"]) == (1, "gthread")


def test_without_dispatch_nothing_is_started():
    assert Server(dispatch=False).dispatcher is None


def test_with_dispatch_the_worker_starts_and_ends_the_dispatcher(keyring, transactional_db):
    server = Server(dispatch=True)

    server.start_dispatcher(None)
    is_running = server.dispatcher.is_running
    server.stop_dispatcher_at_exit(None, None)

    assert (is_running, server.dispatcher.is_running) == (True, False)


REPORTING = ["events", "events/batch", "hooks/gitee/abc"]


@pytest.mark.parametrize("path", ["/healthz", *(f"/api/v1/{each}" for each in REPORTING)])
def test_the_edge_answers_reports(path):
    assert resolve(path, "wecomnotify.intake_urls")


@pytest.mark.parametrize("path", ["/", "/steps/1/", "/api/v1/steps", "/api/v1/events/1", "/readyz"])
def test_the_edge_answers_nothing_else(client, settings, db, path):
    settings.ROOT_URLCONF = "wecomnotify.intake_urls"

    assert client.get(path).status_code == 404


@pytest.fixture
def collected(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = str(tmp_path)
    monkeypatch.setattr(static_files, "STAMP", tmp_path / ".collected")
    static_files.collect()
    return next(tmp_path.rglob("message.css"))


def test_static_files_are_collected_once(collected):
    collected.unlink()

    static_files.collect()

    assert not collected.exists()


def test_static_files_are_collected_anew_when_one_changed(collected):
    collected.unlink()
    static_files.STAMP.write_text("of other files")

    static_files.collect()

    assert collected.exists()

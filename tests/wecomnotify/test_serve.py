"""`serve` looks before it starts, and its process tree is what the documentation says."""

from __future__ import annotations

import os
import signal

import pytest
from django.core.management import CommandError, call_command
from django.urls import resolve
from gunicorn.glogging import Logger
from gunicorn.http.parser import RequestParser

from notifications.delivery import settlements
from tests.delivery.clockwork import bell_rings_until
from wecomnotify import static_files
from wecomnotify.management.commands import serve
from wecomnotify.serving import QuietLogger, Server


def test_it_refuses_to_start_without_a_keyring(settings, tmp_path, db):
    settings.KEYRING_FILE = tmp_path / "none.json"

    with pytest.raises(CommandError, match="keyring init"):
        call_command("serve")


def test_one_worker_with_threads_serves():
    options = Server(dispatch=False).options()

    assert (options["workers"], options["worker_class"]) == (
        1,
        "wecomnotify.kept_connections.StayingWorker",
    )


@pytest.mark.parametrize("name", ["Script_Name", "PATH_INFO"])
def test_no_header_says_where_the_product_stands(name):
    request = f"GET /healthz HTTP/1.1\r\nHost: a\r\n{name}: /elsewhere\r\n\r\n".encode()
    parsed = next(RequestParser(Server(dispatch=False).cfg, iter([request]), ("127.0.0.1", 1)))

    assert parsed.headers == [("HOST", "a")]


def test_no_line_is_put_together_for_a_request():
    logger = Server(dispatch=False).cfg.logger_class

    assert logger.access is QuietLogger.access
    assert logger.exception is Logger.exception  # of a crash it tells as ever


def test_without_dispatch_nothing_is_started():
    assert Server(dispatch=False).dispatcher is None


class Worker:
    """What gunicorn hands over: it has a handler of its own for SIGTERM."""

    has_exited = False

    def handle_exit(self, number, frame):
        self.has_exited = True


@pytest.fixture
def worker():
    kept = signal.getsignal(signal.SIGTERM)
    yield Worker()
    signal.signal(signal.SIGTERM, kept)


def test_with_dispatch_the_worker_starts_and_ends_the_dispatcher(keyring, transactional_db, worker):
    server = Server(dispatch=True)

    server.begin(worker)
    is_running = server.dispatcher.is_running
    server.stop_dispatcher_at_exit(None, worker)

    assert (is_running, server.dispatcher.is_running) == (True, False)


def test_sigterm_ends_claiming_and_waiting_at_once(keyring, transactional_db, worker):
    server = Server(dispatch=True)
    server.begin(worker)

    os.kill(os.getpid(), signal.SIGTERM)

    bell_rings_until(lambda: not server.dispatcher.is_running)
    assert (worker.has_exited, settlements.is_ending()) == (True, True)
    server.stop_dispatcher(worker)


def test_sigterm_ends_waiting_where_nothing_is_dispatched_too(worker):
    Server(dispatch=False).begin(worker)

    os.kill(os.getpid(), signal.SIGTERM)

    assert settlements.is_ending()


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


def test_who_makes_the_caches_table_second_finds_it(monkeypatch):
    called = []

    def made_meanwhile(*words, **_options):
        called.append(words)
        if len(called) == 1:
            raise CommandError("table already exists")

    monkeypatch.setattr(serve, "call_command", made_meanwhile)

    serve.make_cache_table()

    assert called == [("createcachetable",)] * 2

"""A thread that stays with a kept connection saves work and takes nothing from anybody else."""

from __future__ import annotations

import threading
import time

import pytest

from notifications.clockwork import passage
from tests.delivery.clockwork import bell_rings_until
from tests.wecomnotify.standing import THREADS, Standing, request
from wecomnotify.report_routes import is_for_reports, is_report

REPORT = "/api/v1/events"
PROMPTLY_SECONDS = 2


class Application:
    """Answer with the body that came, or with the path; `/slow` waits to `go_on`, `/unread` reads nothing."""

    def __init__(self):
        self.go_on = threading.Event()
        self.is_asked = threading.Event()

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        if path == "/slow":
            self.is_asked.set()
            self.go_on.wait(10)
        body = b"" if path == "/unread" else environ["wsgi.input"].read()
        said = body or path.encode()
        start_response("200 OK", [("Content-Length", str(len(said)))])
        return [said]


@pytest.fixture
def application():
    return Application()


@pytest.fixture
def standing(application):
    made = Standing(application)
    yield made
    application.go_on.set()
    made.stop()
    assert made.ends()


@pytest.fixture
def call(standing):
    yield standing.call
    standing.hang_up()


def test_requests_that_follow_closely_are_answered_by_the_thread_that_stayed(call, standing):
    caller = call()

    assert [caller.ask(REPORT, b"%d" % number) for number in range(10)] == [str(each) for each in range(10)]
    assert standing.worker.handed_over == 1


def test_a_connection_that_was_quiet_for_long_is_answered_too(call, standing):
    caller = call()
    caller.ask()
    bell_rings_until(lambda: standing.worker.keepalived_conns)

    assert caller.ask("/again") == "/again"


def test_more_connections_than_threads_are_all_answered_promptly(call):
    callers = [call() for _ in range(5 * THREADS)]
    began = time.monotonic()

    for _ in range(3):
        for caller in callers:
            caller.send(request(REPORT, b"here"))
        assert {caller.answer()[2] for caller in callers} == {"here"}
    assert time.monotonic() - began < PROMPTLY_SECONDS


def test_threads_that_wait_for_an_answer_leave_others_for_the_rest(call, application):
    slow = [call() for _ in range(THREADS - 1)]
    for caller in slow:
        caller.send(request("/slow"))
    others = [call() for _ in range(2 * THREADS)]

    assert [caller.ask(REPORT, b"here") for caller in others] == ["here"] * len(others)
    application.go_on.set()
    assert [caller.answer()[0] for caller in slow] == [200] * len(slow)


@pytest.mark.parametrize("cut", [10, -2], ids=["in its head", "in its body"])
def test_a_slow_client_holds_up_nobody(call, cut, monkeypatch):
    monkeypatch.setattr(passage, "LONGEST_STAY_SECONDS", 2 * PROMPTLY_SECONDS)
    slow, whole = call(), request(REPORT, b"slowly")
    slow.ask()
    slow.send(whole[:cut])
    other = call()
    began = time.monotonic()

    assert [other.ask(REPORT, b"here") for _ in range(20)] == ["here"] * 20
    assert time.monotonic() - began < PROMPTLY_SECONDS
    slow.send(whole[cut:])
    assert slow.answer()[2] == "slowly"


def test_pipelined_requests_are_answered_in_their_order(call):
    caller = call()
    caller.ask()

    caller.send(b"".join(request(REPORT, b"%d" % number) for number in range(5)))

    assert [caller.answer()[2] for _ in range(5)] == ["0", "1", "2", "3", "4"]


def test_a_body_that_nobody_read_is_no_request(call):
    caller = call()

    assert [caller.ask("/unread", b"GET / HTTP/1.1\r\n\r\n"), caller.ask("/next")] == ["/unread", "/next"]


def test_a_body_in_many_pieces_is_read_whole(call):
    body = b"x" * 100_000
    caller, whole = call(), request(REPORT, body)
    caller.ask()

    caller.send(*[whole[at : at + 30_000] for at in range(0, len(whole), 30_000)])

    assert caller.answer()[2] == body.decode()


def test_nonsense_is_answered_and_the_connection_closed(call):
    caller = call()
    caller.ask()

    caller.send(b"nonsense\r\n\r\n")

    assert caller.answer()[0] == 400
    assert caller.answers.read() == b""


def test_who_hangs_up_is_forgotten(call, standing):
    caller = call()
    caller.ask()

    caller.hang_up()

    bell_rings_until(lambda: standing.worker.nr_conns == 0)


def test_a_worker_that_is_told_to_stop_finishes_its_request_and_ends(call, standing, application):
    idle, busy = call(), call()
    idle.ask()
    busy.send(request("/slow"))
    application.is_asked.wait(5)

    standing.stop()
    application.go_on.set()

    assert busy.answer()[2] == "/slow"
    assert standing.ends()


def test_a_steady_client_does_not_keep_a_worker_that_is_told_to_stop(call, standing):
    caller = call()
    caller.ask(REPORT)

    standing.stop()
    caller.send(request(REPORT))

    assert caller.answer()[1]["connection"] == "close"
    assert standing.ends()


REPORTING = {"events", "events/batch", "hooks/gitee/abc"}
ROUTES = ["events", "events/batch", "hooks/gitee/abc", "steps", "events/1", "hooks", "pipelines"]


@pytest.mark.parametrize("route", ROUTES)
def test_what_reports_is_known_by_its_address(route):
    assert is_report("POST", f"/api/v1/{route}") == is_for_reports(route)
    assert is_for_reports(route) == (route in REPORTING)


def test_who_only_looks_reports_nothing():
    assert not is_report("GET", REPORT)

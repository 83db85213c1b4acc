"""A report that is in order is answered before Django, and nobody can tell by the answer."""

from __future__ import annotations

import json
import re

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import RequestFactory
from django.utils import timezone

from notifications import token_reports
from notifications.models import Event, Pipeline, Token
from wecomnotify import short_way
from wecomnotify.short_way import BODY_MAX_BYTES, ShortWay

pytestmark = pytest.mark.django_db
FAILED = {"run": "1", "status": "failed"}
EVENTS, BATCH = "/api/v1/events", "/api/v1/events/batch"
UNKNOWN = "Bearer wcn_" + "0" * 38


class Ways:
    """Django alone and what stands before it; `handed_on` counts what the latter hands on."""

    def __init__(self, token):
        self.django, self.token, self.handed_on = get_wsgi_application(), token, 0
        self.short = ShortWay(self._counted)
        self.by_short({"run": "first", "status": "running"})
        self.handed_on = 0

    def _counted(self, environ, start_response):
        self.handed_on += 1
        return self.django(environ, start_response)

    def by_short(self, body=FAILED, path=EVENTS, **more):
        return self._call(self.short, body, path, more)

    def by_django(self, body=FAILED, path=EVENTS, **more):
        return self._call(self.django, body, path, more)

    def _call(self, application, body, path, more):
        """Return the status, the headers (without the time) and the body."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        method = more.pop("method", "POST")
        request = RequestFactory().generic(
            method, path, content, "application/json", headers={"Authorization": self.token}
        )
        told = []
        answer = application(request.environ | more, lambda *begin: told.append(begin))
        text = b"".join(answer).decode()
        getattr(answer, "close", bool)()
        ((status, headers),) = told
        assert dict(headers).pop("Expires", "GMT").endswith("GMT")
        return status, {each for each in headers if each[0] != "Expires"}, text


def anonymous(answer):
    """Return an answer without the numbers of the events, whose lengths are the same."""
    status, headers, text = answer
    return status, headers, re.sub(r'"id": "\d+"', "", text)


@pytest.fixture
def ways(ci, step):
    """Call both, and leave the test's transaction open as Django's own test client does."""
    around = (request_started, request_finished)
    for signal in around:
        signal.disconnect(close_old_connections)
    yield Ways(ci.headers["Authorization"])
    for signal in around:
        signal.connect(close_old_connections)


def test_a_new_report_is_answered_as_django_does(ways, step):
    of_django, of_short = ways.by_django(FAILED), ways.by_short(FAILED | {"run": "2"})

    assert of_django[0] == "202 Accepted"
    assert anonymous(of_short) == anonymous(of_django)
    assert ways.handed_on == 0
    assert step.deliveries.count() == 2


def test_a_repeated_report_is_answered_as_django_does(ways):
    ways.by_django(FAILED)
    assert ways.by_short(FAILED) == ways.by_django(FAILED)
    assert ways.by_short(FAILED)[0] == "200 OK"
    assert ways.handed_on == 0


def test_a_batch_is_answered_as_django_does(ways):
    events = {"events": [FAILED, FAILED, FAILED | {"run": "2"}]}
    ways.by_django(events, BATCH)
    assert ways.by_short(events, BATCH) == ways.by_django(events, BATCH)
    ways.by_short({"events": [FAILED | {"run": "3"}]}, BATCH)
    assert ways.handed_on == 0
    assert [*Event.objects.order_by("pk").values_list("run", flat=True)] == ["first", "1", "2", "3"]


ODD = {
    "no JSON": {"body": b"{"},
    "a name twice": {"body": b'{"run": "1", "run": "1", "status": "failed"}'},
    "no run": {"body": {"status": "failed"}},
    "another pipeline": {"body": FAILED | {"pipeline": "other"}},
    "no token": {"HTTP_AUTHORIZATION": ""},
    "no token of ours": {"HTTP_AUTHORIZATION": "Bearer wcn_1"},
    "an unknown token": {"HTTP_AUTHORIZATION": UNKNOWN},
    "a language": {"HTTP_ACCEPT_LANGUAGE": "ru"},
    "a cookie": {"HTTP_COOKIE": "django_language=ru"},
    "a NUL in the query": {"QUERY_STRING": "a=%00"},
    "another method": {"method": "PUT"},
    "another host": {"HTTP_HOST": "elsewhere.example"},
    "no length": {"CONTENT_LENGTH": ""},
    "a strange length": {"CONTENT_LENGTH": "many"},
    "a length that is too long": {"CONTENT_LENGTH": str(BODY_MAX_BYTES + 1)},
    "an empty batch": {"path": BATCH, "body": {"events": []}},
    "a batch of texts": {"path": BATCH, "body": {"events": ["a"]}},
    "one fault in a batch": {"path": BATCH, "body": {"events": [FAILED, {"run": "2"}]}},
}


@pytest.mark.parametrize("odd", ODD)
def test_what_is_odd_is_answered_by_django(ways, odd):
    ways.by_django(FAILED)
    of_django = ways.by_django(**ODD[odd])

    assert ways.by_short(**ODD[odd]) == of_django
    assert ways.handed_on == 1


def test_the_headers_are_learned_for_each_host(ways):
    assert ways.by_short(HTTP_HOST="127.0.0.1")[0] == "202 Accepted"
    assert ways.handed_on == 1
    assert ways.by_short(HTTP_HOST="127.0.0.1")[0] == "200 OK"
    assert ways.handed_on == 1


def test_a_new_host_is_learned_however_many_there_were(ways, monkeypatch):
    monkeypatch.setattr(short_way, "KINDS_MAX", 1)
    test_the_headers_are_learned_for_each_host(ways)


def test_a_revoked_token_reports_no_more(ways, alice):
    ways.by_short(FAILED)
    Token.objects.get().revoke(by=alice)
    assert ways.by_short(FAILED | {"run": "2"})[0] == "401 Unauthorized"


def test_the_use_of_a_token_is_noted(ways):
    Token.objects.update(last_used_at=None)
    before = timezone.now()
    ways.by_short(FAILED)
    assert Token.objects.get().last_used_at >= before
    assert ways.handed_on == 0


def test_a_persons_token_reports_as_ever(ways, alice, api_of):
    ways.token = api_of(alice, "events").headers["Authorization"]
    answer = ways.by_short(FAILED | {"pipeline": "shop/web"})
    assert (answer[0], Event.objects.latest("pk").reporter) == ("202 Accepted", "alice")


def test_a_teams_token_names_its_pipelines_and_creates_the_first_time(ways, shop, token_of):
    ways.token = token_of(team=shop).headers["Authorization"]
    for name in ("web", "shop/web", "new"):
        assert ways.by_short(FAILED | {"pipeline": name, "run": name})[0] == "202 Accepted"
    assert ways.handed_on == 1
    assert ways.by_short(FAILED | {"pipeline": "new"})[0] == "202 Accepted"
    assert ways.handed_on == 1
    named = Pipeline.objects.values_list("identifier", "events__run")
    assert {*named} == {("web", "first"), ("web", "web"), ("web", "shop/web"), ("new", "new"), ("new", "1")}


def test_another_teams_pipeline_of_the_same_name_is_not_meant(ways, shop, other, charlie, token_of):
    Pipeline.add(team=other, identifier="web", name="Theirs", by=charlie)
    ways.token = token_of(team=shop).headers["Authorization"]
    ways.by_short(FAILED | {"pipeline": "web"})
    assert ways.by_short(FAILED | {"pipeline": "other/web"})[0] == "403 Forbidden"
    assert {*Event.objects.values_list("pipeline__team__slug", flat=True)} == {"shop"}


def test_a_failure_of_the_short_way_is_logged_and_costs_no_report(ways, monkeypatch, caplog):
    def fail(*args, **more):
        raise ValueError("broken")

    monkeypatch.setattr(token_reports, "receive", fail)
    assert ways.by_short(FAILED)[0] == "202 Accepted"
    assert "The short way of a report failed: the report is handed on." in caplog.messages

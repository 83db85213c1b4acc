"""The canary: a key typed into the form is in no page, answer, log, error, export or database file."""

from __future__ import annotations

import io
import logging
import traceback
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from credentials.models import Credential
from sealing.disguises import disguises
from tests.engines.kept import contents

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def canary():
    return str(uuid4())


@pytest.fixture
def spellings(canary):
    return {canary, canary.replace("-", ""), canary[:23], *disguises(canary)}


@contextmanager
def everything_logged():
    """Collect every line of every logger, unredacted by our own formatter."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(logging.Formatter("%(message)s %(args)s"))
    root, library = logging.getLogger(), logging.getLogger("urllib3")
    levels = root.level, library.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    library.setLevel(logging.DEBUG)
    yield text
    root.removeHandler(handler)
    root.setLevel(levels[0])
    library.setLevel(levels[1])


@pytest.fixture
def registered(as_user, root, shop, keyring, wecom, canary):
    """Type the canary into the form."""
    wecom.add_robot(canary)
    form = {"name": "Canary", "webhook": wecom.webhook_url(canary), "teams": [shop.pk]}
    assert as_user(root).post("/credentials/new/", form).status_code == 302
    return Credential.objects.get()


def found(text, spellings):
    return [spelling for spelling in spellings if spelling in text]


def test_no_page_and_no_answer_shows_it(registered, as_user, api_of, root, alice, bob, spellings):
    path = f"/credentials/{registered.pk}/"
    texts = []
    for person in (root, alice, bob):
        pages = ["/credentials/", "/credentials/new/", "/credentials/import/", path, f"{path}key/"]
        answers = [as_user(person).get(page) for page in pages]
        answers += [
            api_of(person)("get", "/credentials"),
            api_of(person)("get", f"/credentials/{registered.pk}"),
        ]
        texts += [f"{answer.headers} {answer.content.decode()}" for answer in answers]

    assert found("".join(texts), spellings) == []


def test_no_refusal_shows_it(registered, wecom, as_user, api_of, root, canary, spellings):
    refused = [
        as_user(root).post("/credentials/new/", {"name": "Again", "webhook": wecom.webhook_url(canary)}),
        as_user(root).post(
            "/credentials/new/", {"name": canary, "webhook": f"https://x.example/?key={canary}"}
        ),
        as_user(root).post("/credentials/import/", {"text": f"{canary},x\n" * 501}),
        api_of(root)("post", "/credentials", {"name": canary, "webhook_url": canary, "colour": 1}),
        api_of(root)("put", f"/credentials/{registered.pk}/key", {"webhook_url": f"key={canary}"}),
    ]

    assert [answer.status_code for answer in refused] == [422, 422, 422, 400, 400]
    assert found("".join(answer.content.decode() for answer in refused), spellings) == []


@pytest.mark.parametrize("kind", ["removed", "garbage", "status", "redirect", "drop", "errcode"])
def test_no_log_line_and_no_answer_of_a_robot_shows_it(registered, wecom, canary, spellings, kind):
    wecom.script(kind, text=f"no such key={canary} {canary}", errcode=40001)

    with everything_logged() as logged:
        answer = registered.post({"msgtype": "text", "text": {"content": "x"}})

    assert "Starting new HTTP connection" in logged.getvalue()
    assert found(logged.getvalue() + repr(answer), spellings) == []


def test_no_failed_connection_shows_it(registered, settings, spellings):
    settings.WECOM_ENDPOINTS = {"loopback": "http://127.0.0.1:1"}

    with everything_logged() as logged:
        answer = registered.post({"msgtype": "text", "text": {"content": "x"}})

    assert found(logged.getvalue() + repr(answer), spellings) == []


def test_no_crash_shows_it(as_user, root, settings, canary, spellings):
    settings.DEBUG, settings.KEYRING_FILE = False, None
    client = as_user(root)
    client.raise_request_exception = False

    with everything_logged() as logged:
        answer = client.post("/credentials/new/", {"name": "A", "webhook": canary})

    crash = "".join(traceback.format_exception(answer.exc_info[1]))
    assert answer.status_code == 500
    assert found(logged.getvalue() + crash + answer.content.decode(), spellings) == []


def test_no_command_and_no_export_shows_it(registered, spellings):
    printed = io.StringIO()
    call_command("dumpdata", stdout=printed)
    for verb in ("status", "add", "rotate", "verify"):
        call_command("keyring", verb, stdout=printed, stderr=printed)
    Credential.objects.update(endpoint="public")
    with pytest.raises(CommandError):
        call_command("keyring", "verify", stdout=printed, stderr=printed)

    assert "Canary" in printed.getvalue()
    assert found(printed.getvalue(), spellings) == []


def test_the_database_does_not_hold_it(registered, spellings):
    content = b"".join(contents().values())

    assert b"Canary" in content
    assert [spelling for spelling in spellings if spelling.encode() in content] == []

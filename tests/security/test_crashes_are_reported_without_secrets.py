"""A crash while a key is handled: neither Django's DEBUG page, nor the mail, nor the log shows it."""

from __future__ import annotations

import json
import logging
import uuid

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.log import AdminEmailHandler

from tests.security.all_logs import everything_logged
from tests.security.witness import Witness

pytestmark = pytest.mark.asvs("V16.5.1", "V16.2.5")

HOST = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key="
WAYS = ["form", "bare", "as a name", "replaced", "pasted lines", "file", "json"]


@pytest.fixture
def key():
    return str(uuid.uuid4())


@pytest.fixture
def crash(world, settings, key):
    """Crash in a view of credentials while it holds the key: `crash("form")`."""
    settings.KEYRING_FILE = None
    settings.ADMINS = [("Ann", "ann@example.com")]
    browser = world.browser("alice", raise_request_exception=False)
    browser.cookies["note"] = f"cookie-{key}"
    team, of_credential = world.shop.pk, f"/credentials/{world.ids['credential']}/key/?key={key}"
    file = SimpleUploadedFile("robots.csv", f"name,webhook\nA,{key}\n".encode())
    forms = {
        "form": ("/credentials/new/", {"name": "A", "webhook": f"{HOST}{key}", "teams": [team]}),
        "bare": ("/credentials/new/", {"name": "A", "webhook": key, "teams": [team]}),
        "as a name": ("/credentials/new/", {"name": f"A {key[:30]}", "webhook": key, "teams": [team]}),
        "replaced": (of_credential, {"webhook": key}),
    }

    def crashed(way):
        if way == "json":
            headers = world.bearer("alice") | {"x-gitee-token": key}
            body = json.dumps({"name": "A", "webhook_url": key, "teams": ["shop"]})
            return browser.post("/api/v1/credentials", body, content_type="application/json", headers=headers)
        path, form = forms.get(way, ("/credentials/import/", {"teams": [team]}))
        more = {"pasted lines": {"text": f"name,webhook\nA,{key}\n"}, "file": {"file": file}}
        return browser.post(path, form | more.get(way, {}))

    return crashed


@pytest.fixture
def mailed():
    """Mail every error to the administrators with the whole report."""
    handler = AdminEmailHandler(include_html=True)
    handler.setLevel(logging.ERROR)
    for name in ("django.request", "teams.api.problems"):
        logging.getLogger(name).addHandler(handler)
    yield mail
    for name in ("django.request", "teams.api.problems"):
        logging.getLogger(name).removeHandler(handler)


def read(response):
    """Return an answer's text up to where it breaks off; the server logs that as gunicorn does."""
    parts = []
    try:
        parts += response if response.streaming else [response.content]
    except TypeError:
        logging.getLogger("gunicorn.error").exception("Error handling request")
    return b"".join(parts).decode()


def leaks_in(key, *texts):
    witness = Witness(key)
    for text in texts:
        witness.look("report", "here", text)
    return witness.leaks["report"]


@pytest.mark.parametrize("way", [way for way in WAYS if way not in {"pasted lines", "file"}])
def test_the_debug_page_shows_where_it_crashed_and_no_key(crash, settings, key, way):
    settings.DEBUG = True

    response = crash(way)

    page = response.content.decode()
    assert response.status_code == 500
    assert way == "json" or "Traceback" in page
    assert leaks_in(key, page) == []


@pytest.mark.parametrize("way", [way for way in WAYS if way not in {"pasted lines", "file"}])
def test_the_mail_to_administrators_holds_the_traceback_and_no_key(crash, mailed, key, way):
    crash(way)

    assert mailed.outbox
    for message in mailed.outbox:
        html = [str(each.content) for each in message.alternatives]
        assert leaks_in(key, message.body, message.subject, *html) == []
    assert "KEYRING_FILE" in mailed.outbox[0].body


@pytest.mark.parametrize("way", WAYS)
def test_the_log_holds_no_key(crash, key, way):
    with everything_logged() as (formatted, raw):
        shown = read(crash(way))

    assert "TypeError: expected str" in formatted.getvalue()
    assert leaks_in(key, formatted.getvalue(), raw.getvalue(), shown) == []

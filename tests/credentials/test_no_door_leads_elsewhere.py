"""Tricky addresses through every door, with every socket watched: only the robot is reached."""

from __future__ import annotations

import csv
import io
import re
import socket

import pytest

from credentials.models import Credential
from notifications.models import Step
from tests.credentials.conftest import new_key
from tests.credentials.test_webhook_urls import corpus

pytestmark = pytest.mark.asvs("V1.3.6", "V13.2.4")
LINES_MAX = 250
NAMES_OF_PLACES = ["endpoint", "url", "webhook_url", "host", "robot", "base_url", "key", "sealed_key"]
CREDENTIAL = {"name": "New", "description": "evil.example", "teams": ["shop", "other"], "all_teams": True}
STEP = {
    "name": "New", "task": "build", "events": ["succeeded"], "content_fields": ["status"],
    "custom_content": "http://evil.example/cgi-bin/webhook/send?id=1", "allow_custom_names": True,
    "mentions": {"users": ["evil.example"]}, "message_type": "text", "language": "ru",
    "conditions": [{"variable": "BRANCH", "operator": "equals", "value": "http://evil.example"}],
    "only_on_change": True, "urgent": True, "on_ambiguous": "hold",
}  # fmt: skip


@pytest.fixture
def watched(monkeypatch, wecom):
    """Note whoever is looked up or connected to: `host:port`, as it was asked for."""
    asked = set()
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def noting(original):
        def note(sock, place):
            asked.add(":".join(map(str, place[:2])))
            return original(sock, place)

        return note

    def noting_names(host, port, *args, **kwargs):
        asked.add(f"{host}:{port}")
        return look_up(host, port, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", noting(connect))
    monkeypatch.setattr(socket.socket, "connect_ex", noting(connect_ex))
    monkeypatch.setattr(socket, "getaddrinfo", noting_names)
    return asked


@pytest.fixture
def texts():
    """Tricky addresses, alone and where a robot's address would go on."""
    found = corpus()
    if not found:
        pytest.skip("the corpus of tricky addresses is not here: 0 of its texts tried")
    return [*found, *(f"{text}/cgi-bin/webhook/send?key={new_key()}" for text in found)]


def test_the_form(as_user, root, keyring, texts, watched):
    browser = as_user(root)
    forms = [{"name": "A", "webhook": text} for text in texts[::9]]

    codes = {browser.post("/credentials/new/", form).status_code for form in forms}

    assert codes <= {302, 422}
    assert watched == set()
    assert set(Credential.objects.values_list("endpoint", flat=True)) <= {"public"}


def test_the_import(as_user, root, keyring, texts, watched):
    for start in range(0, len(texts), LINES_MAX):
        written = io.StringIO()
        lines = [re.sub(r"[\x00-\x20\x7f]", " ", text) for text in texts[start : start + LINES_MAX]]
        csv.writer(written).writerows(["A", text] for text in lines)
        answer = as_user(root).post("/credentials/import/", {"text": written.getvalue()})
        assert answer.status_code == 200
        assert b"Done:" in answer.getvalue()

    assert watched == set()
    assert set(Credential.objects.values_list("endpoint", flat=True)) <= {"public"}


def test_the_api(api_of, root, keyring, texts, watched):
    call = api_of(root)
    codes = {
        call("post", "/credentials", {"name": "A", "webhook_url": text}).status_code for text in texts[::3]
    }

    assert codes == {201, 400}
    assert watched == set()
    assert set(Credential.objects.values_list("endpoint", flat=True)) <= {"public"}


def test_another_key(api_of, root, credential, texts, watched):
    call = api_of(root)
    path = f"/credentials/{credential.pk}/key"

    codes = {call("put", path, {"webhook_url": text}).status_code for text in texts[::7]}

    assert codes <= {200, 400}
    assert watched == set()
    assert set(Credential.objects.values_list("endpoint", flat=True)) <= {"public"}


@pytest.fixture
def from_the_simulator(wecom, register, shop, alice):
    """A credential of the simulated robot, and a step that sends with it."""
    key = wecom.add_robot()
    made = register("Here", webhook=wecom.webhook_url(key), teams=[shop])
    return made, Step.objects.create(team=shop, name="Failures", credential=made), key


def where_it_goes(wecom, credential):
    Credential.objects.get(pk=credential.pk).post({"msgtype": "text", "text": {"content": "x"}})
    return wecom.calls[-1].query


@pytest.mark.parametrize("field", CREDENTIAL)
def test_no_field_of_a_credential_moves_it(api_of, root, other, wecom, watched, from_the_simulator, field):
    credential, _step, key = from_the_simulator
    change = {field: CREDENTIAL[field]}

    answer = api_of(root)("patch", f"/credentials/{credential.pk}", change)

    assert answer.status_code == 200
    assert where_it_goes(wecom, credential) == f"key={key}"
    assert watched == {wecom.url.partition("//")[2]}


@pytest.mark.parametrize("field", STEP)
def test_no_field_of_a_step_moves_it(api_of, alice, wecom, from_the_simulator, field):
    credential, step, key = from_the_simulator

    answer = api_of(alice)("patch", f"/steps/{step.pk}", {field: STEP[field]})

    step.refresh_from_db()
    assert answer.status_code == 200
    assert step.credential_id == credential.pk
    assert where_it_goes(wecom, step.credential) == f"key={key}"


@pytest.mark.parametrize("field", NAMES_OF_PLACES)
@pytest.mark.parametrize("thing", ["credentials", "steps"])
def test_no_other_field_is_taken(api_of, root, wecom, from_the_simulator, thing, field):
    credential, step, key = from_the_simulator
    path = f"/{thing}/{credential.pk if thing == 'credentials' else step.pk}"

    answer = api_of(root)("patch", path, {"name": "New", field: "http://evil.example"})

    assert answer.status_code == 400
    assert where_it_goes(wecom, credential) == f"key={key}"

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import quote_plus

import pytest

from notifications.sources import NotAuthentic
from notifications.sources.gitee import GITEE
from notifications.sources.gitee_signing import signature
from notifications.sources.source import Request
from sealing.secret import Secret
from tests.sources.conftest import corpus

SECRET = Secret("s3cret+/=")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
WRONG = "X-Gitee-Token does not fit this hook's secret: enter it in Gitee again."
OLD = "X-Gitee-Timestamp is over an hour from this server's clock: check both clocks."


def milliseconds(moment):
    return str(int(moment.timestamp() * 1000))


def verify(token, timestamp="", secret=SECRET, now=NOW):
    headers = {"x-gitee-token": token, "x-gitee-timestamp": timestamp}
    GITEE.verify(Request(headers=headers, body=b"", json={}), secret, now)


@pytest.mark.parametrize("minutes", [0, -59, 59])
@pytest.mark.parametrize("written", [str, quote_plus])
def test_a_signature_is_accepted_raw_and_url_encoded(minutes, written):
    timestamp = milliseconds(NOW + timedelta(minutes=minutes))

    verify(written(signature(timestamp, SECRET)), timestamp)


@pytest.mark.parametrize("minutes", [-61, 61])
def test_a_signature_is_good_for_an_hour(minutes):
    timestamp = milliseconds(NOW + timedelta(minutes=minutes))

    with pytest.raises(NotAuthentic, match=OLD):
        verify(signature(timestamp, SECRET), timestamp)


def test_a_signature_of_another_moment_is_refused():
    timestamp = milliseconds(NOW)

    with pytest.raises(NotAuthentic, match=WRONG):
        verify(signature(timestamp, SECRET), milliseconds(NOW + timedelta(seconds=1)))


def test_a_password_is_accepted_with_and_without_a_timestamp():
    verify(SECRET.reveal())
    verify(SECRET.reveal(), milliseconds(NOW - timedelta(days=9)))


@pytest.mark.parametrize("token", ["wrong", "s3cret+/", "ключ", "\udcff", "é" * 3, "s3cret+/=\u0000"])
def test_a_wrong_token_is_refused_and_never_an_error(token):
    with pytest.raises(NotAuthentic, match=WRONG):
        verify(token, milliseconds(NOW))


@pytest.mark.parametrize(
    "timestamp", ["", "soon", "1e3", "-5", "１６３３６７９０８３９１８", "9" * 400, "9" * 15]
)
def test_a_signed_nonsense_time_is_refused(timestamp):
    with pytest.raises(NotAuthentic, match=OLD):
        verify(signature(timestamp, SECRET), timestamp)


def test_without_a_token_the_next_step_is_named():
    with pytest.raises(NotAuthentic) as caught:
        verify("")

    assert str(caught.value) == "X-Gitee-Token is missing: enter the hook's secret in Gitee's form."


def test_the_vectors_of_other_implementations_hold():
    vectors = [each for each in corpus("signature_vectors.json") if each["system"] == "gitee"]
    assert {vector["valid"] for vector in vectors} == {True, False}
    for vector in vectors:
        timestamp = vector["extra"]["X-Gitee-Timestamp"]
        now = datetime.fromtimestamp(int(timestamp) / 1000, UTC)
        body = base64.b64decode(vector["body_b64"])
        headers = {"x-gitee-token": vector["value"], "x-gitee-timestamp": timestamp}
        request = Request(headers=headers, body=body, json={})
        if vector["valid"]:
            GITEE.verify(request, Secret(vector["secret"]), now)
        else:
            with pytest.raises(NotAuthentic):
                GITEE.verify(request, Secret(vector["secret"]), now)

"""A host is never user data: only the configured endpoints' own addresses, or a bare key, are read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from credentials.webhook_urls import KEY as KEY_SHAPE
from credentials.webhook_urls import WebhookError, parse
from sealing.secret import Secret
from tests.credentials.conftest import KEY, URL

pytestmark = pytest.mark.asvs("V1.3.6", "V13.2.4")

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "open" / "text" / "ssrf"
BASE = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"


def read(text):
    webhook = parse(Secret(text))
    return webhook.endpoint, webhook.key.reveal()


def fault(text):
    with pytest.raises(WebhookError) as raised:
        parse(Secret(text))
    return str(raised.value)


@pytest.mark.parametrize(
    "text",
    [
        URL,
        f"  {URL}\n",
        f"{BASE}?debug=1&key={KEY}",
        f"{BASE}?key={KEY}&debug=1",
        f"{BASE}?key={KEY}&timestamp=1764000000",
        f"{BASE}?key={KEY}#top",
        URL.replace("https://qyapi", "HTTPS://QyApi"),
        KEY,
        f"\t{KEY} ",
    ],
)
def test_an_address_or_a_key_is_read(text):
    assert read(text) == ("public", KEY)


def test_the_loopback_endpoint_is_known_by_its_address(settings):
    settings.WECOM_ENDPOINTS = settings.WECOM_ENDPOINTS | {"loopback": "http://127.0.0.1:8000"}

    assert read(f"http://127.0.0.1:8000/cgi-bin/webhook/send?key={KEY}") == ("loopback", KEY)


def test_an_endpoint_may_have_a_path(settings):
    settings.WECOM_ENDPOINTS = {"corp": "https://gate.example.com/wecom"}

    assert read(f"https://gate.example.com/wecom/cgi-bin/webhook/send?key={KEY}") == ("corp", KEY)
    assert read(KEY) == ("corp", KEY)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Paste the robot's webhook address, or its key."),
        ("   ", "Paste the robot's webhook address, or its key."),
        ("short", "The key must have 8 to 128 letters"),
        ("x" * 129, "The key must have 8 to 128 letters"),
        ("with space in it", "The key must have 8 to 128 letters"),
        ("x" * 3000, "This is too long for a webhook address."),
        (f"http{URL[5:]}", "The address must start with https://."),
        (URL.removeprefix("https://"), "The address must start with https:// and hold the whole"),
        (
            URL.replace("qyapi", "qyapi2"),
            "does not belong to a configured WeCom endpoint (127.0.0.1:9, qyapi",
        ),
        (URL.replace("/send", "/upload_media"), "The address must go on with /cgi-bin/webhook/send?key=…"),
        (BASE, "The address has no key"),
        (f"{BASE}?key=", "The address has no key"),
        (f"{BASE}?Key={KEY}", "The address has no key"),
        (f"{BASE}?key={KEY}&key={KEY}x", "The address has more than one key."),
        (f"{BASE}?key={KEY}&next=http://x", "The address has parts that do not belong to it."),
        (f"{BASE}?key={URL}", "An address stands where the key belongs."),
        (f"{BASE}?key={KEY}%00", "The key must have 8 to 128 letters"),
        (f"https://qyapi.weixin.qq.com@evil.example/cgi-bin/webhook/send?key={KEY}", "does not belong"),
        (
            f"https://evil.example\\@qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}",
            "no spaces, backslashes",
        ),
        (f"https://qyapi.weixin.qq.com\t/cgi-bin/webhook/send?key={KEY}", "no spaces, backslashes"),
        (f"https://qyapi.weixin.qq.com:444/cgi-bin/webhook/send?key={KEY}", "does not belong"),
        (f"https://qyapi.weixin.qq.com./cgi-bin/webhook/send?key={KEY}", "does not belong"),
        (f"https://qyapi。weixin.qq.com/cgi-bin/webhook/send?key={KEY}", "no spaces, backslashes"),
        (f"{BASE}/../send?key={KEY}", "The address must go on with"),
        (f"{BASE}%2e?key={KEY}", "The address must go on with"),
    ],
)
def test_each_mistake_has_its_own_sentence_without_the_key(text, says):
    said = fault(text)

    assert says in said
    assert KEY not in said


def corpus():
    if not CORPUS.is_dir():
        return []
    entries = [entry for file in sorted(CORPUS.glob("*.json")) for entry in json.loads(file.read_text())]
    found = [entry.get("input") if isinstance(entry, dict) else entry for entry in entries]
    return [text for text in found if isinstance(text, str) and text]


@pytest.mark.skipif(not corpus(), reason="the corpus of tricky addresses is not here: 0 of its texts tried")
def test_no_tricky_address_names_a_host():
    texts = corpus()

    assert len(texts) > 500
    for text in [*texts, *(f"{text}/cgi-bin/webhook/send?key={KEY}" for text in texts)]:
        try:
            endpoint, key = read(text)
        except (WebhookError, ValueError):
            continue
        assert endpoint == "public"
        assert key in {KEY, text.strip()}, text


@given(st.text(max_size=60), st.text(max_size=60))
@example("https://", "@qyapi.weixin.qq.com")
def test_whatever_surrounds_an_address_only_itself_is_read(before, after):
    text = f"{before}{BASE}{after}?key={KEY}"
    try:
        endpoint, key = read(text)
    except (WebhookError, ValueError):
        return

    assert text.strip().lower().startswith(f"{BASE}?")
    assert endpoint == "public"
    assert KEY_SHAPE.fullmatch(key)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_what_is_read_is_always_a_key_for_a_configured_endpoint(text):
    try:
        endpoint, key = read(text)
    except WebhookError:
        return

    assert endpoint in {"public", "loopback"}
    assert KEY_SHAPE.fullmatch(key)

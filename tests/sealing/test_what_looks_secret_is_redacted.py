from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealing import redact

KEY = "693a91f6-7aaa-4bc4-97a0-0ec2f00d7c2f"
ROBOT = "https://qyapi.weixin.qq.com"
HIDDEN = [
    (f"{ROBOT}/cgi-bin/webhook/send?key={KEY}", f"{ROBOT}/cgi-bin/webhook/send?key=••••"),
    (f'"POST /webhook/send?key={KEY} HTTP/1.1" 200 27', '"POST /webhook/send?key=•••• HTTP/1.1" 200 27'),
    (f"upload_media?type=file&key={KEY}&debug=1", "upload_media?type=file&key=••••&debug=1"),
    (f"?type=file&amp;key={KEY}'", "?type=file&amp;key=••••'"),
    (f"send%3Fkey%3D{KEY}%20", "send%3Fkey%3D••••"),
    (f"send%253Fkey%253D{KEY}", "send%253Fkey%253D••••"),
    (f"send?a=1\\u0026key={KEY}", "send?a=1\\u0026key=••••"),
    ("?key=short", "?key=••••"),
    (f"params={{'key': '{KEY}'}}", "params={'key': '••••'}"),
    (f'{{\\"key\\": \\"{KEY}\\"}}', '{\\"key\\": \\"••••\\"}'),
    (f"no robot has key={KEY}.", "no robot has key=••••."),
    ("token wcn_0123456789abcdefghijABCDEFGHIJ0123456789 sent", "token wcn_•••• sent"),
    ("cut: wcn_01234567", "cut: wcn_••••"),
    ("Authorization: Bearer abc.def", "Authorization: Bearer ••••"),
    ("authorization=Basic dTpw\r\nHost: x", "authorization=Basic ••••\r\nHost: x"),
    ("{'Authorization': 'Bearer abc', 'Host': 'x'}", "{'Authorization': 'Bearer ••••', 'Host': 'x'}"),
    ("('Authorization', 'Bearer abc')", "('Authorization', 'Bearer ••••')"),
    ("(b'authorization', b'Bearer abc')", "(b'authorization', b'Bearer ••••')"),
    ("Proxy-Authorization: abc", "Proxy-Authorization: ••••"),
    ("'HTTP_AUTHORIZATION': 'Bearer abc'", "'HTTP_AUTHORIZATION': 'Bearer ••••'"),
    ("'HTTP_COOKIE': 'sessionid=abc; csrftoken=def'", "'HTTP_COOKIE': '••••'"),
    ("Set-Cookie: __Host-sid=abc; Path=/", "Set-Cookie: ••••"),
    ("X-Gitee-Token: abc", "X-Gitee-Token: ••••"),
    ("X-Gitlab-Token=abc", "X-Gitlab-Token=••••"),
    ("'X-Hub-Signature-256': 'sha256=abc'", "'X-Hub-Signature-256': '••••'"),
    ("it said Bearer 0123456789abcdef", "it said Bearer ••••"),
    ('{"password": "SEC-1", "hook_id": 7}', '{"password": "••••", "hook_id": 7}'),
    ("'sign': 'c2ln'", "'sign': '••••'"),
    ("/feed?private_token=abc&page=2", "/feed?private_token=••••&page=2"),
    ("POST /api/v1/hooks/jenkins/12/s3cr3t?x=1", "POST /api/v1/hooks/jenkins/12/••••?x=1"),
    ("POST /api/v1/hooks/jenkins/12/s3cr3t/", "POST /api/v1/hooks/jenkins/12/••••/"),
    ("wv1.h.0123456789abcdef.QUJD-_ is stored", "wv1.h.0123456789abcdef.•••• is stored"),
]  # fmt: skip
LEFT = [
    "",
    "key=…7c2f",
    "?key=••••",
    "sorted(steps, key=len)",
    "idempotency_key=0123456789abcdef0123",
    "POST /api/v1/hooks/gitee/12 HTTP/1.1",
    "/pipelines/shop/web/hooks/12/revoke/",
    "the cookie, which is good",
    "Forbidden (CSRF cookie not set.): /steps/",
    "a bearer token is needed",
    "Authorization:\nHost: ci.example.com",
    "commit 9f3c1e7 by lilei: fix(key): 修复",
]


@pytest.mark.parametrize(("text", "shown"), HIDDEN)
def test_what_looks_like_a_secret_is_hidden(text, shown):
    assert redact(text) == shown


@pytest.mark.parametrize("text", LEFT)
def test_ordinary_text_is_left(text):
    assert redact(text) == text


@given(st.lists(st.sampled_from([text for pair in HIDDEN for text in pair] + LEFT), max_size=5).map(" ".join))
def test_redacting_twice_changes_nothing_more(text):
    assert redact(redact(text)) == redact(text)


@given(st.lists(st.one_of(st.text(), st.sampled_from([text for text, _ in HIDDEN])), max_size=4))
def test_redacted_json_is_still_json(parts):
    text = redact(json.dumps({"message": parts}, ensure_ascii=False))
    assert list(json.loads(text)) == ["message"]


@pytest.mark.parametrize(
    "piece",
    ["x-", "x_token", "/hooks/", "/hooks/a/", "bearer ", "key='", '"key" ', "\\", "authorization", "?key="],
)
def test_a_hostile_text_costs_time_in_proportion_to_its_length(piece):
    text = piece * (100_000 // len(piece))
    started = time.perf_counter()
    redact(text)
    assert time.perf_counter() - started < 3

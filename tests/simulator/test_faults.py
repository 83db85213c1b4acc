from __future__ import annotations

import re
import threading

import pytest
import requests

REFUSALS = {
    "busy": (-1, "system busy"),
    "rate_limited": (45009, "api freq out of limit"),
    "concurrent": (45033, "api concurrent out of limit"),
    "removed": (93000, "invalid webhook url"),
    "disabled": (93004, "robot is disabled"),
    "too_long": (40058, "markdown.content exceed max length 4096. invalid Request Parameter"),
}


@pytest.mark.parametrize("kind", REFUSALS)
def test_a_scripted_refusal_has_wecoms_words_and_hint(wecom, post, kind):
    wecom.script(kind)
    errcode, words = REFUSALS[kind]
    answer = post().json()
    assert answer["errcode"] == errcode
    help_url = f"https://open.work.weixin.qq.com/devtool/query?e={errcode}"
    tail = rf", hint: \[\d{{25}}\], from ip: 127\.0\.0\.1, more info at {re.escape(help_url)}"
    assert re.fullmatch(re.escape(words) + tail, answer["errmsg"])
    assert wecom.messages() == []


def test_a_fault_is_used_up_by_its_calls(wecom, post):
    wecom.script("status", status=503, times=2)
    assert [post().status_code for _ in range(3)] == [503, 503, 200]
    assert len(wecom.messages()) == 1


def test_a_fault_without_a_number_stays_until_cleared(wecom, post):
    wecom.script("busy", times=None)
    assert [post().json()["errcode"] for _ in range(3)] == [-1, -1, -1]
    wecom.clear_faults()
    assert post().json()["errcode"] == 0


def test_a_fault_of_one_key_leaves_the_others_alone(wecom, post):
    quiet = wecom.add_robot(group="platform", name="quiet")
    wecom.script("removed", key=quiet, times=None)
    assert post().json()["errcode"] == 0
    assert post(key=quiet).json()["errcode"] == 93000


def test_faults_are_taken_in_their_order(wecom, post):
    wecom.script("status", status=500)
    wecom.script("errcode", errcode=40013, text="invalid corpid")
    assert post().status_code == 500
    assert post().json()["errmsg"].startswith("invalid corpid, hint: [")


@pytest.mark.parametrize("kind", ["drop", "drop_after_accepting"])
def test_a_dropped_call_sees_a_closed_socket(wecom, post, kind):
    wecom.script(kind)
    with pytest.raises(requests.ConnectionError):
        post()
    assert len(wecom.messages()) == (1 if kind == "drop_after_accepting" else 0)


def test_a_hanging_call_ends_with_the_callers_patience(wecom, post):
    wecom.script("hang")
    with pytest.raises(requests.ReadTimeout):
        post(timeout=0.05)
    assert len(wecom.calls) == 1
    assert wecom.messages() == []


def test_stopping_frees_a_hanging_caller(wecom, post):
    wecom.script("hang")
    ends = []

    def call():
        with pytest.raises(requests.ConnectionError):
            post(timeout=30)
        ends.append("closed")

    caller = threading.Thread(target=call)
    caller.start()
    wecom.wait_for_calls(1)
    wecom.stop()
    caller.join(5)
    assert ends == ["closed"]


def test_a_late_answer_is_accepted_all_the_same(wecom, post):
    wecom.script("latency", seconds=0.3)
    with pytest.raises(requests.ReadTimeout):
        post(timeout=0.05)
    assert len(wecom.messages()) == 1


def test_latency_comes_on_top_of_another_fault(wecom, post):
    wecom.script("latency", seconds=0.01, times=None)
    wecom.script("status", status=502)
    answers = [post() for _ in range(2)]
    assert [answer.status_code for answer in answers] == [502, 200]
    assert all(answer.elapsed.total_seconds() >= 0.01 for answer in answers)


def test_a_dripping_answer_defeats_a_read_timeout_but_arrives(wecom, post):
    wecom.script("drip", seconds=0.01)
    answer = post(timeout=0.2)
    assert answer.json() == {"errcode": 0, "errmsg": "ok"}
    assert len(wecom.messages()) == 1


def test_a_redirect_carries_the_key_to_whoever_follows(wecom, post):
    wecom.script("redirect")
    answer = post()
    assert (answer.status_code, answer.headers["location"]) == (
        302,
        "/cgi-bin/webhook/send?key=11111111-2222-4333-8444-555555555555&redirected=1",
    )
    assert len(wecom.calls) == 1


def test_an_unsupported_media_type_is_415_and_empty(wecom, post):
    wecom.script("unsupported_media_type")
    answer = post()
    assert (answer.status_code, answer.content) == (415, b"")


def test_garbage_can_be_any_text(wecom, post):
    wecom.script("garbage", text='{"errcode":"0"}')
    assert post().json() == {"errcode": "0"}

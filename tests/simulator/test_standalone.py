from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from simulator.options import Options
from simulator.standalone import Standalone


def test_it_remembers_every_call_as_it_was_sent(wecom, post):
    post("第一条")
    post(key="nobody")
    first, second = wecom.calls
    assert first.json == {"msgtype": "text", "text": {"content": "第一条"}}
    assert (first.method, first.path, first.media_type) == (
        "POST",
        "/cgi-bin/webhook/send",
        "application/json",
    )
    assert (first.key, second.key) == ("11111111-2222-4333-8444-555555555555", "nobody")


def test_it_shows_what_the_group_saw(wecom, post):
    post("hello <@lilei>")
    [message] = wecom.messages()
    assert (message.msgtype, message.content, message.robot) == ("text", "hello <@lilei>", "builds")
    assert message.mentions.people == ("lilei",)


def test_messages_are_those_of_one_key_when_asked(wecom, post):
    other = wecom.add_robot(group="other")
    post("a")
    post("b", key=other)
    assert [message.content for message in wecom.messages(other)] == ["b"]


def test_the_clock_decides_when_a_minute_is_over():
    now = [1_795_000_000.0]
    with Standalone(Options(messages_per_minute=1), lambda: now[0]) as wecom:
        address = wecom.webhook_url(wecom.add_robot())
        text = {"msgtype": "text", "text": {"content": "hi"}}
        answers = []
        for _ in range(3):
            answers.append(requests.post(address, json=text, timeout=5).json()["errcode"])
            now[0] += 30
        assert answers == [0, 45009, 0]


def test_it_counts_calls_under_way_at_once(wecom, post):
    wecom.script("latency", seconds=0.2, times=None)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(post, ["a", "b", "c", "d"]))
    assert wecom.most_at_once() == 4
    wecom.wait_for_answers(4)


def test_waiting_in_vain_says_what_was_seen(wecom, post):
    post()
    wecom.wait_for_messages(1)
    with pytest.raises(TimeoutError, match=r"The robot saw 1 of 2 in 0\.01 s\."):
        wecom.wait_for_messages(2, timeout_seconds=0.01)


def test_chats_survive_a_restart_on_the_same_port(tmp_path):
    with Standalone(path=tmp_path / "chats.sqlite3") as before:
        key = before.add_robot()
        requests.post(before.webhook_url(key), json={"msgtype": "text", "text": {"content": "a"}}, timeout=5)
    with pytest.raises(requests.ConnectionError):
        requests.post(before.webhook_url(key), timeout=5)
    with Standalone(path=tmp_path / "chats.sqlite3", port=before.port) as after:
        requests.post(before.webhook_url(key), json={"msgtype": "text", "text": {"content": "b"}}, timeout=5)
        assert [message.content for message in after.messages(key)] == ["a", "b"]


def test_the_same_body_twice_in_parallel_can_be_refused():
    with Standalone(Options(refuse_same_body_in_parallel=True)) as wecom:
        address = wecom.webhook_url(wecom.add_robot())
        wecom.script("latency", seconds=0.2, times=None)
        text = {"msgtype": "text", "text": {"content": "same"}}
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda _: requests.post(address, json=text, timeout=5).json(), range(2)))
        assert sorted(answer["errcode"] for answer in answers) == [0, 45033]


def test_another_address_is_not_found(wecom):
    assert requests.post(f"{wecom.url}/cgi-bin/message/send", timeout=5).status_code == 404


def test_it_looks_like_wecoms_server(wecom, post):
    headers = post().headers
    assert (headers["server"], headers["content-length"]) == ("nginx", "27")


def test_start_and_stop_work_without_a_block():
    wecom = Standalone().start()
    assert requests.get(wecom.url, timeout=5).status_code == 404
    wecom.stop()
    wecom.stop()
    with pytest.raises(requests.ConnectionError):
        requests.get(wecom.url, timeout=5)

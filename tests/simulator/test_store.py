from __future__ import annotations

import multiprocessing
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from simulator.calls import SEND_PATH, Call
from simulator.exchange import Exchange

BODY = b'{"msgtype":"text","text":{"content":"hi"}}'


def send_many(path, count):
    exchange = Exchange(path)
    call = Call(method="POST", path=SEND_PATH, query="key=robot-one", body=BODY, at=1_795_000_000.0)
    return sum(exchange.answer(call).body == b'{"errcode":0,"errmsg":"ok"}' for _ in range(count))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "new folder" / "simulator.sqlite3"
    Exchange(path).groups.add_robot(group="platform", key="robot-one")
    return path


def test_processes_share_the_minutes_limit(path):
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        accepted = pool.starmap(send_many, [(path, 15)] * 3)
    assert sum(accepted) == 20
    assert len(Exchange(path).chat.messages("robot-one")) == 20


def test_threads_share_the_minutes_limit(path):
    exchange = Exchange(path)
    call = Call(method="POST", path=SEND_PATH, query="key=robot-one", body=BODY, at=1_795_000_000.0)
    with ThreadPoolExecutor(8) as pool:
        bodies = list(pool.map(lambda _: exchange.answer(call).body, range(40)))
    assert bodies.count(b'{"errcode":0,"errmsg":"ok"}') == 20


def test_a_failed_transaction_leaves_nothing(path):
    exchange = Exchange(path)

    def fail():
        with exchange.store.transaction():
            exchange.groups.add_robot(group="other", key="robot-two")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert exchange.groups.robot("robot-two") is None
    assert exchange.groups.add_robot(group="other", key="robot-two").group == "other"


def test_a_known_robot_keeps_its_messages_when_added_again(path):
    exchange = Exchange(path)
    send_many(path, 1)
    exchange.groups.add_robot(group="platform", name="renamed", key="robot-one")
    [group] = exchange.groups.all()
    assert (group.name, group.messages_count) == ("platform", 1)
    assert exchange.chat.newest(group.id, 10)[0].robot == "renamed"


def test_the_newest_messages_come_oldest_first(path):
    exchange = Exchange(path)
    send_many(path, 5)
    [group] = exchange.groups.all()
    assert [message.id for message in exchange.chat.newest(group.id, 2)] == [4, 5]
    exchange.chat.forget(group.id)
    assert exchange.chat.newest(group.id, 2) == []


def test_a_file_of_another_version_starts_anew(path):
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 999")
    db.close()
    assert Exchange(path).groups.all() == []

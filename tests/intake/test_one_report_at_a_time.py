"""Reports pass one by one where threads share an interpreter, and nobody waits long for another."""

from __future__ import annotations

import threading
import time

import pytest

from notifications.clockwork import passage as passages
from notifications.clockwork.passage import Passage, passage
from notifications.clockwork.turns import turn
from tests.delivery.side_by_side import run

PATIENCE_SECONDS = 5


@pytest.fixture
def only_one(monkeypatch):
    """Give a passage that nobody is passed by in while a test looks on."""
    monkeypatch.setattr(passages, "LONGEST_STAY_SECONDS", PATIENCE_SECONDS)
    return Passage()


def is_free(tried):
    """Tell whether another thread gets in at once."""
    came_in = threading.Event()

    def come_in():
        with tried.inside():
            came_in.set()

    thread = threading.Thread(target=come_in)
    thread.start()
    found = came_in.wait(0.1)
    return found, thread


@pytest.mark.sqlite
def test_the_second_waits_for_the_first(only_one):
    with only_one.inside():
        found, second = is_free(only_one)
    second.join(PATIENCE_SECONDS)

    assert (found, second.is_alive()) == (False, False)


@pytest.mark.sqlite
def test_who_waits_for_something_lets_the_next_in(only_one):
    with only_one.inside(), only_one.left():
        found, _ = is_free(only_one)

    assert found


@pytest.mark.sqlite
def test_who_came_back_is_alone_again(only_one):
    with only_one.inside():
        with only_one.left():
            pass
        found, second = is_free(only_one)
    second.join(PATIENCE_SECONDS)

    assert not found


@pytest.mark.sqlite
def test_who_stays_too_long_is_passed_by(monkeypatch):
    monkeypatch.setattr(passages, "LONGEST_STAY_SECONDS", 0.01)
    tried = Passage()

    with tried.inside():
        found, _ = is_free(tried)
    assert found
    assert is_free(tried)[0]  # and who came in since leaves it free for the next


@pytest.mark.sqlite
def test_who_waits_for_the_turn_to_write_lets_the_next_in(transactional_db):
    waits, may_end = threading.Event(), threading.Event()

    def write():
        with passage.inside():
            waits.set()
            with turn():
                pass

    def look():
        with turn():
            waits.wait(PATIENCE_SECONDS)
            began = time.monotonic()
            with passage.inside():
                may_end.set()
            assert time.monotonic() - began < passages.LONGEST_STAY_SECONDS

    run(look, write)
    assert may_end.is_set()


def test_a_fault_leaves_the_passage_free(only_one):
    with pytest.raises(ValueError, match="wrong"), only_one.inside():
        raise ValueError("wrong")

    assert is_free(only_one)[0]


@pytest.mark.postgresql
def test_a_database_with_many_writers_needs_none(only_one):
    with only_one.inside():
        found, _ = is_free(only_one)

    assert found

from __future__ import annotations

import os
import signal
import threading

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def signals_as_before():
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_the_worker_sends_until_it_is_told_to_stop(wecom, owe, capsys, signals_as_before):
    def stop_after_one():
        wecom.wait_for_answers(1)
        os.kill(os.getpid(), signal.SIGTERM)

    owe("hello")
    stopper = threading.Thread(target=stop_after_one)
    stopper.start()
    call_command("worker")
    stopper.join()
    assert [each.content for each in wecom.messages()] == ["hello"]
    assert capsys.readouterr().out.splitlines() == [
        "Dispatching to 16 robots at once. Stop with Ctrl-C.",
        "Stopping: calls in flight are finished first.",
    ]

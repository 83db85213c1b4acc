"""Works that come while the writer's turn is taken, and so are done in groups."""

from __future__ import annotations

import threading
import time

from django.db import connection


def all_at_once(turn, line, *works):
    """Let works come while the turn is taken, then give it free; return what each came to, or raised.

    `turn` is the fixture; `line` is where they wait.
    """
    found = [None] * len(works)

    def one(number, work):
        try:
            found[number] = work()
        except Exception as error:  # noqa: BLE001  # looked at by the test
            found[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=each) for each in enumerate(works)]
    with turn:
        for thread in threads:
            before = len(line)
            thread.start()
            while len(line) == before:
                time.sleep(0.001)
    for thread in threads:
        thread.join(20)
    return found

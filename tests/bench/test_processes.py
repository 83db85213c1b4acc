from __future__ import annotations

import os
import subprocess
import sys

from bench import processes

BUSY_CHILD = "import time\nwhile time.process_time() < 0.3: pass\nprint('done', flush=True)\ninput()"


def test_the_work_of_a_child_is_counted_while_it_lives_and_after():
    before = processes.cpu_seconds(os.getpid())
    words = [sys.executable, "-c", BUSY_CHILD]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        assert child.pid in processes.tree(os.getpid())
        alive = processes.cpu_seconds(os.getpid()) - before
    gone = processes.cpu_seconds(os.getpid()) - before

    assert 0.25 <= alive <= gone
    assert child.pid not in processes.tree(os.getpid())


def test_memory_is_counted_in_megabytes():
    assert 10 < processes.memory_mb(os.getpid()) < 10_000

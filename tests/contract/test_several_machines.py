"""Several machines on one PostgreSQL: what one accepts another delivers, whatever dies in between."""

from __future__ import annotations

import statistics
import threading
import time

import pytest

from tests.contract.celery_mode import ROBOTS, make_pipelines
from tests.contract.product import eventually
from tests.contract.several_machines import Machines
from tests.engines.postgresql import PostgreSQL, programs

pytestmark = [
    pytest.mark.contract,
    pytest.mark.skipif(programs() is None, reason="No PostgreSQL server here: apt-get install postgresql"),
]


@pytest.fixture(scope="module")
def server():
    with PostgreSQL() as made:
        yield made


@pytest.fixture(scope="module")
def installed(server, robot, tmp_path_factory):
    made = Machines(tmp_path_factory.mktemp("machines"), robot.url, database_url=server.create("notify"))
    yield made
    made.stop()


@pytest.fixture
def machines(installed):
    """Two workers for the length of a test."""
    for _ in range(2):
        installed.start_worker()
    eventually(installed.are_ready, seconds=40)
    yield installed
    assert 0 in installed.end_workers()


@pytest.fixture
def prefix(request):
    return request.node.name[5:25].replace("_", "-")


@pytest.fixture
def pipelines(installed, robot, prefix):
    front = installed.fronts[0]
    front.admin_token = installed.token
    return make_pipelines(front, robot, prefix=prefix)


@pytest.fixture
def slow_robot(robot):
    robot.seconds = 0.3
    yield robot
    robot.seconds = 0.0


def all_arrived(robot, prefix, count):
    """Wait for every run, and return how many messages named one again."""
    eventually(lambda: set(range(count)) <= set(robot.runs(prefix)), seconds=60)
    return len(robot.runs(prefix)) - count


def test_what_one_accepts_another_delivers_at_once(machines, robot, pipelines, prefix):
    """Two seconds are less than the five after which workers look by themselves: they were told."""
    took = []
    for run in range(20):
        began = time.monotonic()
        machines.report(pipelines, run)
        accepted = time.monotonic()
        eventually(lambda run=run: run in robot.runs(prefix), seconds=2)
        took.append((accepted - began, time.monotonic() - accepted))

    accepting, delivering = (sorted(1000 * each for each in column) for column in zip(*took, strict=True))
    print(
        f"\naccepted p50 {statistics.median(accepting):.0f} ms, then at the robot "
        f"p50 {statistics.median(delivering):.0f} ms, at most {delivering[-1]:.0f} ms (looked at each 50 ms)"
    )
    assert all_arrived(robot, prefix, 20) == 0


def test_a_killed_worker_loses_nothing(machines, slow_robot, pipelines, prefix):
    reporting = threading.Thread(target=lambda: [machines.report(pipelines, run) for run in range(60)])
    reporting.start()
    eventually(lambda: len(slow_robot.runs(prefix)) > 10)
    machines.workers[0].kill()
    reporting.join()

    twice = all_arrived(slow_robot, prefix, 60)

    print(f"\none of two workers killed: 60 accepted, 60 arrived, {twice} twice")
    assert twice <= ROBOTS


def test_a_database_that_crashes_and_comes_back_loses_nothing(
    machines, server, slow_robot, pipelines, prefix
):
    reporting = threading.Thread(target=lambda: [machines.report(pipelines, run) for run in range(60)])
    reporting.start()
    eventually(lambda: len(slow_robot.runs(prefix)) > 10)
    server.restart("immediate")
    reporting.join()

    twice = all_arrived(slow_robot, prefix, 60)

    print(f"\nPostgreSQL crashed and restarted: 60 accepted, 60 arrived, {twice} twice")
    assert twice == 0

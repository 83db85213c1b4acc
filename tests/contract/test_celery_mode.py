"""With CELERY_BROKER_URL Celery workers drain the lanes; what the broker loses, the leases bring back."""

from __future__ import annotations

import threading
import time

import pytest
import requests

from tests.contract.celery_mode import ROBOTS, CeleryProduct, make_pipelines, report
from tests.contract.product import eventually
from tests.engines import postgresql, rabbitmq, redis
from tests.engines.postgresql import PostgreSQL
from tests.engines.rabbitmq import RabbitMQ
from tests.engines.redis import Redis

NEEDED = [postgresql.programs(), redis.program(), rabbitmq.program()]
pytestmark = [
    pytest.mark.contract,
    pytest.mark.broker,
    pytest.mark.skipif(
        not all(NEEDED), reason="Not all here: apt-get install postgresql redis-server rabbitmq-server"
    ),
]


@pytest.fixture(scope="module", params=[Redis, RabbitMQ])
def broker(request):
    with request.param() as made:
        yield made


@pytest.fixture(scope="module")
def product(broker, robot, tmp_path_factory):
    with PostgreSQL() as server:
        folder = tmp_path_factory.mktemp("celery")
        made = CeleryProduct(
            folder, robot.url, database_url=server.create("wecomnotify"), broker_url=broker.url
        )
        made.prepare()
        made.start()
        yield made
        made.stop()


@pytest.fixture
def deliverers(product):
    """Run a ticker and a worker for the length of a test."""
    product.run_ticker()
    product.run_worker()
    eventually(product.is_ready, seconds=40)
    yield product
    for name in list(product.running):
        product.end(name)


@pytest.fixture
def prefix(broker, request):
    return f"{type(broker).__name__}-{request.node.originalname[5:20]}".lower().replace("_", "-")


@pytest.fixture
def pipelines(product, robot, prefix):
    return make_pipelines(product, robot, prefix=prefix)


def all_arrived(robot, prefix, count, *, seconds):
    """Wait for every run, and return how many messages named one again."""
    eventually(lambda: set(range(count)) <= set(robot.runs(prefix)), seconds=seconds)
    return len(robot.runs(prefix)) - count


def test_readiness_tells_who_is_missing(product):
    def fault():
        return requests.get(f"{product.url}/readyz", timeout=5).json()["faults"].get("dispatcher")

    # A ticker that another test killed is believed to live for a while.
    missing = "CELERY_BROKER_URL is set and no ticker was seen lately. Start  manage.py ticker ."
    eventually(lambda: fault() == missing, seconds=40)

    product.run_ticker()
    eventually(lambda: "no Celery worker answers it" in (fault() or ""))
    product.run_worker()
    eventually(product.is_ready, seconds=40)

    assert [product.end("worker"), product.end("ticker")] == [0, 0]


def test_workers_deliver(deliverers, robot, pipelines, prefix):
    report(deliverers, pipelines, range(ROBOTS))

    assert all_arrived(robot, prefix, ROBOTS, seconds=15) == 0


def test_a_broker_that_forgets_everything_loses_no_message(deliverers, broker, robot, pipelines, prefix):
    reporting = threading.Thread(
        target=report, args=(deliverers, pipelines, range(100)), kwargs={"pause_seconds": 0.02}
    )
    reporting.start()
    for _ in range(2):
        time.sleep(0.5)
        broker.flush()
    reporting.join()

    twice = all_arrived(robot, prefix, 100, seconds=60)

    print(f"{type(broker).__name__} flushed twice: 100 accepted, 100 arrived, {twice} twice")
    assert twice == 0


def test_killed_workers_and_tickers_lose_no_message(deliverers, robot, pipelines, prefix):
    reporting = threading.Thread(
        target=report, args=(deliverers, pipelines, range(100)), kwargs={"pause_seconds": 0.02}
    )
    reporting.start()
    time.sleep(1)
    deliverers.kill_process("worker")
    deliverers.kill_process("ticker")
    deliverers.run_worker()
    deliverers.run_ticker()
    reporting.join()

    twice = all_arrived(robot, prefix, 100, seconds=60)

    print(f"worker and ticker killed: 100 accepted, 100 arrived, {twice} twice")
    assert twice <= ROBOTS


def test_a_worker_that_is_told_to_stop_finishes_its_calls(deliverers, robot, pipelines, prefix):
    robot.seconds = 1.0
    report(deliverers, pipelines, range(ROBOTS))
    eventually(lambda: robot.runs(prefix))

    code = deliverers.end("worker")
    sent = len(robot.runs(prefix))
    robot.seconds = 0.0
    deliverers.run_worker()

    assert code == 0
    assert 0 < sent <= ROBOTS
    assert all_arrived(robot, prefix, ROBOTS, seconds=40) == 0


def test_no_log_holds_a_key_or_the_brokers_password(product, deliverers, broker):
    said = product.said("worker") + product.said("ticker")

    assert "celery-key" not in said
    assert "guest:guest" not in said

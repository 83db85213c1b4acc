"""A running SQLite instance is moved to PostgreSQL while events flow: each 202 is delivered, none twice."""

from __future__ import annotations

import threading
import time

import pytest
import requests

from tests.contract.product import Client, Product, eventually
from tests.engines.postgresql import PostgreSQL, programs

pytestmark = [
    pytest.mark.contract,
    pytest.mark.skipif(programs() is None, reason="No PostgreSQL server here: apt-get install postgresql"),
]

ROBOTS = 10
PAUSE_SECONDS = 0.02
ROBOT_SECONDS = 0.2  # so that calls are under way at any moment


@pytest.fixture
def slow_robot(robot):
    robot.seconds = ROBOT_SECONDS
    yield robot
    robot.seconds = 0.0


@pytest.fixture
def own_product(tmp_path, slow_robot):
    made = Product(tmp_path, slow_robot.url)
    made.prepare()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def new_database(own_product):
    with PostgreSQL() as server:
        url = server.create("wecomnotify")
        before = own_product.env
        own_product.env = before | {"DATABASE_URL": url}
        own_product.command("migrate")
        own_product.env = before
        yield url
        own_product.stop()


def make_pipelines(product, robot, token) -> list[str]:
    admin = Client(product.api_url, token)
    admin("POST", "/teams", {"slug": "web", "name": "Web"})
    for number in range(ROBOTS):
        address = f"{robot.url}/cgi-bin/webhook/send?key=move-test-key-{number:04d}"
        made = admin("POST", "/credentials", {"name": f"R{number}", "webhook_url": address, "teams": ["web"]})
        admin("POST", "/pipelines", {"team": "web", "identifier": f"p{number}", "name": f"P{number}"})
        step = {"pipeline": f"web/p{number}", "name": "s", "credential": made.json()["id"]}
        assert admin("POST", "/steps", step).status_code == 201
    return [f"web/p{number}" for number in range(ROBOTS)]


class Reporting(threading.Thread):
    """Reports as CI jobs do until it is stopped: each event again until it is answered 202, or 200."""

    def __init__(self, product, token, pipelines) -> None:
        super().__init__(daemon=True)
        self.client = Client(product.api_url, token)
        self.pipelines = pipelines
        self.accepted = 0
        self.refusals = []
        self.is_over = threading.Event()

    def run(self) -> None:
        while not self.is_over.wait(PAUSE_SECONDS):
            pipeline = self.pipelines[self.accepted % ROBOTS]
            event = {"pipeline": pipeline, "run": str(self.accepted), "status": "failed"}
            while (code := answered(self.client, event)) not in {200, 202}:
                self.refusals.append(code)
                time.sleep(PAUSE_SECONDS)
            self.accepted += 1

    def stop(self) -> None:
        self.is_over.set()
        self.join(60)


def answered(client, event) -> int:
    try:
        return client("POST", "/events", event).status_code
    except requests.RequestException:
        return 0


def test_a_running_product_moves_without_losing_or_repeating(own_product, slow_robot, new_database):
    token = own_product.token("admin")
    reporting = Reporting(own_product, token, make_pipelines(own_product, slow_robot, token))
    reporting.start()
    eventually(lambda: reporting.accepted > 3 * ROBOTS)

    said = own_product.command("copy_database", new_database).stdout
    eventually(lambda: 503 in reporting.refusals)
    at_the_move = reporting.accepted
    own_product.stop()
    own_product.env["DATABASE_URL"] = new_database
    own_product.start()
    eventually(lambda: reporting.accepted > at_the_move + 3 * ROBOTS)
    reporting.stop()

    every_one = list(range(reporting.accepted))
    eventually(lambda: set(every_one) <= set(slow_robot.runs("move-test-key-")), seconds=60)
    arrived = sorted(slow_robot.runs("move-test-key-"))
    print(
        said, f"{len(every_one)} accepted, {len(set(arrived))} arrived, {len(arrived) - len(every_one)} twice"
    )
    assert arrived == every_one

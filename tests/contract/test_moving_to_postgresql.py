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
EVENTS = 200
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


def report_all(product, token, pipelines, answers, half_way) -> None:
    """Report as CI jobs do: each event again and again until it is answered 202, or 200 for a known one."""
    client = Client(product.api_url, token)
    for number in range(EVENTS):
        event = {"pipeline": pipelines[number % ROBOTS], "run": str(number), "status": "failed"}
        while (code := answered(client, event)) not in {200, 202}:
            answers.append(code)
            time.sleep(0.1)
        if number == EVENTS // 2:
            half_way.set()


def answered(client, event) -> int:
    try:
        return client("POST", "/events", event).status_code
    except requests.RequestException:
        return 0


def test_a_running_product_moves_without_losing_or_repeating(own_product, slow_robot, new_database):
    token = own_product.token("admin")
    pipelines = make_pipelines(own_product, slow_robot, token)
    answers, half_way = [], threading.Event()
    reporting = threading.Thread(
        target=report_all, args=(own_product, token, pipelines, answers, half_way), daemon=True
    )
    reporting.start()
    assert half_way.wait(60)

    said = own_product.command("copy_database", new_database).stdout
    eventually(lambda: 503 in answers)
    own_product.stop()
    own_product.env["DATABASE_URL"] = new_database
    own_product.start()
    reporting.join(60)

    eventually(lambda: set(range(EVENTS)) <= set(slow_robot.runs("move-test-key-")), seconds=60)
    arrived = slow_robot.runs("move-test-key-")
    print(said, f"{EVENTS} accepted, {len(set(arrived))} arrived, {len(arrived) - len(set(arrived))} twice")
    assert sorted(arrived) == list(range(EVENTS))

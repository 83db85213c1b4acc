"""kill -9 of the whole tree while events flow: every event answered 202 is delivered after the restart."""

from __future__ import annotations

import re
import threading
import time

import pytest
import requests

from tests.contract.product import Client, Product, eventually

pytestmark = pytest.mark.contract

ROBOTS = 20
EVENTS = 200


@pytest.fixture
def own_product(tmp_path, robot):
    made = Product(tmp_path, robot.url)
    made.prepare()
    made.start()
    yield made
    made.stop()


def make_robots(admin, robot) -> list[str]:
    """Return one pipeline each for ROBOTS robots."""
    admin("POST", "/teams", {"slug": "web", "name": "Web"})
    for number in range(ROBOTS):
        address = f"{robot.url}/cgi-bin/webhook/send?key=kill-test-key-{number:04d}"
        credential = {"name": f"R{number}", "webhook_url": address, "teams": ["web"]}
        made = admin("POST", "/credentials", credential).json()
        admin("POST", "/pipelines", {"team": "web", "identifier": f"p{number}", "name": f"P{number}"})
        admin("POST", "/steps", {"pipeline": f"web/p{number}", "name": "s", "credential": made["id"]})
    return [f"web/p{number}" for number in range(ROBOTS)]


def send_events(product, token, pipelines, accepted, half_way) -> None:
    client = Client(product.api_url, token)
    for number in range(EVENTS):
        event = {"pipeline": pipelines[number % ROBOTS], "run": str(number), "status": "failed"}
        if answered(client, event) in {200, 202}:
            accepted.append(number)
        if number == EVENTS // 2:
            half_way.set()


def answered(client, event) -> int:
    """Report as a CI job does: again and again until somebody answers."""
    while True:
        try:
            return client("POST", "/events", event).status_code
        except requests.RequestException:
            time.sleep(0.1)


def numbers_that_arrived(robot) -> list[int]:
    texts = [body["markdown"]["content"] for key, body in robot.calls if key.startswith("kill-test-key-")]
    # What waits in one queue goes in one message, and then it names several runs.
    return [int(run) for text in texts for run in re.findall(r"#(\d+)", text)]


def test_a_killed_tree_loses_no_event_it_accepted(own_product, robot):
    token = own_product.token("admin")
    pipelines = make_robots(Client(own_product.api_url, token), robot)
    accepted, half_way = [], threading.Event()
    sender = threading.Thread(target=send_events, args=(own_product, token, pipelines, accepted, half_way))
    sender.start()
    half_way.wait(60)
    own_product.kill()
    own_product.start()
    sender.join(120)

    eventually(lambda: set(accepted) <= set(numbers_that_arrived(robot)), seconds=90)

    arrived = numbers_that_arrived(robot)
    duplicates = len(arrived) - len(set(arrived))
    print(f"accepted {len(accepted)}, arrived {len(set(arrived))}, duplicates {duplicates}")
    assert duplicates <= ROBOTS

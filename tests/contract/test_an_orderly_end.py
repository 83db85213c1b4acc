"""SIGTERM: who waits is told at once, the call in flight is finished, and all is over within 15 seconds."""

from __future__ import annotations

import signal
import threading
import time

import pytest

from tests.contract.product import Client, Product, eventually

pytestmark = pytest.mark.contract

KEY = "orderly-end-key-0001"


@pytest.fixture
def own_product(tmp_path, robot):
    made = Product(tmp_path, robot.url)
    made.prepare()
    made.start()
    yield made
    made.process.kill()


@pytest.fixture
def credential(own_product, robot):
    client = Client(own_product.api_url, own_product.token("admin"))
    client("POST", "/teams", {"slug": "web", "name": "Web"})
    address = f"{robot.url}/cgi-bin/webhook/send?key={KEY}"
    return client("POST", "/credentials", {"name": "R", "webhook_url": address, "teams": ["web"]}).json()


@pytest.fixture
def slow_robot(robot):
    """Let the robot take its time, until the test says otherwise."""
    robot.answers[KEY] = "wait"
    yield robot
    robot.go_on.set()


def test_a_test_that_waits_is_answered_and_its_call_is_finished(own_product, credential, slow_robot):
    client, answers = Client(own_product.api_url, own_product.token("admin")), []

    def send_test() -> None:
        answers.append(client("POST", f"/credentials/{credential['id']}/test-messages"))

    sender = threading.Thread(target=send_test)
    sender.start()
    eventually(lambda: slow_robot.messages(KEY))
    own_product.process.send_signal(signal.SIGTERM)
    sender.join(5)
    assert [answer.status_code for answer in answers] == [202]
    began = time.monotonic()
    slow_robot.go_on.set()
    own_product.process.wait(timeout=10)
    assert time.monotonic() - began < 10
    assert "sent" in own_product.command("shell", "-c", STATES).stdout


STATES = "from notifications.models import Delivery; print(Delivery.objects.get().state)"

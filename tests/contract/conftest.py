"""One running product, an administrator, a team, a robot, a credential and a pipeline."""

from __future__ import annotations

import itertools

import pytest

from tests.contract.product import Client, Product
from tests.contract.robot import Robot

numbers = itertools.count(1)


@pytest.fixture(scope="session")
def robot():
    made = Robot()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def product(tmp_path_factory, robot):
    made = Product(tmp_path_factory.mktemp("product"), robot.url)
    made.prepare()
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def admin(product):
    return Client(product.api_url, product.token("admin"))


@pytest.fixture
def stranger(product):
    return Client(product.api_url, "")


@pytest.fixture
def team(admin):
    slug = f"team-{next(numbers)}"
    assert admin("POST", "/teams", {"slug": slug, "name": "Web"}).status_code == 201
    return slug


@pytest.fixture
def key():
    return f"0123abcd-0000-4000-8000-{next(numbers):012d}"


@pytest.fixture
def credential(admin, team, robot, key):
    body = {
        "name": "Platform group",
        "webhook_url": f"{robot.url}/cgi-bin/webhook/send?key={key}",
        "teams": [team],
        "description": "",
    }
    answer = admin("POST", "/credentials", body)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
def pipeline(admin, team):
    answer = admin("POST", "/pipelines", {"team": team, "identifier": "web-portal", "name": "Web portal"})
    assert answer.status_code == 201, answer.text
    return f"{team}/web-portal"


@pytest.fixture
def step(admin, pipeline, credential):
    body = {"pipeline": pipeline, "name": "Failures", "credential": credential["id"]}
    answer = admin("POST", "/steps", body)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
def reporter(product, admin, pipeline):
    answer = admin("POST", f"/pipelines/{pipeline}/tokens", {"name": "CI"})
    assert answer.status_code == 201, answer.text
    return Client(product.api_url, answer.json()["token"])

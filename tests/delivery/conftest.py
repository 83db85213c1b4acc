"""A robot that listens on loopback, a team's pipeline, and the clock in the test's hand."""

from __future__ import annotations

import uuid

import pytest

from credentials.models import Credential
from notifications.clockwork.turns import writing
from notifications.delivery.dispatcher import Dispatcher
from notifications.models import Delivery, Pipeline, Step, Transition
from notifications.owing import put_into_lanes
from simulator.standalone import Standalone
from tests.delivery.clockwork import NOON, at, outcome, send


@pytest.fixture
def wecom(settings):
    with Standalone() as standing:
        settings.WECOM_ENDPOINTS = {"loopback": standing.url}
        yield standing


@pytest.fixture
def register(wecom, keyring, root):
    """Put a robot into a group and register its key: `register("ops")`."""

    def made(name="ops", **how):
        key = wecom.add_robot(str(uuid.uuid4()), group=name)
        return Credential.register(
            name=name, webhook=wecom.webhook_url(key), by=root, **({"for_all": True} | how)
        )

    return made


@pytest.fixture
def ops(register):
    return register("ops")


@pytest.fixture
def web(shop):
    return Pipeline.objects.create(team=shop, identifier="web", name="Web")


@pytest.fixture
def step(web, ops):
    return Step.objects.create(
        team=web.team,
        pipeline=web,
        name="Failures",
        credential=ops,
        events=["failed"],
        content_fields=["pipeline_name"],
    )


@pytest.fixture
def owe(ops, shop):
    """Owe messages to a robot at a time: `owe("hello", now=at(0))`."""

    def owed(*texts, now=NOON, credential=ops, **fields):
        made = [
            Delivery(
                **{
                    "team": shop,
                    "lane_id": credential.robot_id,
                    "credential": credential,
                    "message_type": "text",
                    "body": {"msgtype": "text", "text": {"content": text}},
                    "due_at": now,
                    "created_at": now,
                }
                | fields
            )
            for text in texts
        ]
        with writing():
            put_into_lanes(made, now=now, at_once=fields.get("is_test", False))
        return made

    return owed


@pytest.fixture
def owe_news(owe):
    """Owe what can be merged: `owe_news(1, 2)` are two failed runs of one pipeline."""

    def owed(*runs, pipeline_label="Web", mentions=None, message_type="markdown", **fields):
        digest = {
            "occurrence": "failed", "status": "failed", "pipeline": pipeline_label, "language": "en",
            "mentions": mentions or {},
        }  # fmt: skip
        return [
            owe(
                f"#{run}",
                digest=digest | {"run": f"{run}", "url": f"https://ci.example.com/{run}"},
                message_type=message_type,
                **fields,
            )[0]
            for run in runs
        ]

    return owed


@pytest.fixture
def dispatcher():
    """Run the real dispatcher in threads of this process."""
    made = Dispatcher(threads=4)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def mail_server(settings):
    """Have mail sent, in English unless a person chose otherwise."""
    settings.SENDS_MAIL, settings.LANGUAGE_CODE = True, "en"
    settings.BASE_URL = "https://notify.example.com"


@pytest.fixture
def gone(alice, bob, vera, charlie, root, step, owe):
    """Have WeCom say that the robot is gone while three messages wait; return the transition."""
    owe("one", "two", "three")
    send(at(0), outcome("dead_robot", http_status=200, errcode=93000, errmsg="invalid webhook url"), lasts=0)
    return Transition.objects.get()

"""A team with a pipeline, a group's credential and a rule; forms as a browser would send them."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from credentials.models import Credential
from notifications import intake
from notifications.delivery.dispatcher import Dispatcher
from notifications.models import Lane, Pipeline, Step
from notifications.reports import Report
from simulator.standalone import Standalone
from tests.pages.forms import FILLED


@pytest.fixture
def wecom(settings):
    with Standalone() as standing:
        settings.WECOM_ENDPOINTS = {"loopback": standing.url}
        yield standing


@pytest.fixture
def register(keyring, root, settings, request):
    """Register a group's key: `register("ops", teams=[shop])`; the robot answers where `wecom` is used."""

    def made(name, **how):
        key = str(uuid.uuid4())
        if "wecom" in request.fixturenames:
            wecom = request.getfixturevalue("wecom")
            key = wecom.webhook_url(wecom.add_robot(key, group=name))
        return Credential.register(name=name, webhook=key, by=root, **how)

    return made


@pytest.fixture
def ops(register, shop):
    return register("Ops group", teams=[shop])


@pytest.fixture
def web(shop):
    return Pipeline.objects.create(team=shop, identifier="web", name="Web portal")


@pytest.fixture
def step(web, ops):
    return Step.objects.create(
        team=web.team, pipeline=web, name="Failures", credential=ops, language="en", events=["failed"]
    )


@pytest.fixture
def fill(web, ops):
    """Return the form of a new rule as a browser would send it: `fill(task="build", urgent="on")`."""

    def filled(**changes):
        named = {name.replace("__", "-"): value for name, value in changes.items()}
        whole = FILLED | {"serves": f"pipeline:{web.pk}", "credential": str(ops.pk)} | named
        return {name: value for name, value in whole.items() if value is not None}

    return filled


@pytest.fixture
def report(web):
    """Report an event of the pipeline: `report("failed", run="7", task="build")`."""

    def reported(status="failed", **facts):
        known = {"run": "7", "pipeline": "web", "source": "api"} | facts
        return intake.receive(Report(status=status, **known), pipeline=web, reporter="token CI")

    return reported


@pytest.fixture
def dispatcher():
    """Run the real dispatcher in threads of this process."""
    made = Dispatcher(threads=4)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def own(register, shop):
    """A credential that the shop itself keeps."""
    made = register("Shop group", teams=[shop])
    Credential.objects.filter(pk=made.pk).update(owning_team=shop)
    made.refresh_from_db()
    return made


@pytest.fixture
def lane(step, own, report):
    """The queue of its robot, in which two messages wait."""
    step.credential = own
    step.save(update_fields=["credential"])
    report(run="1")
    report(run="2")
    return Lane.objects.get()


@pytest.fixture
def hold(lane):
    """Hold the queue for ten minutes: `hold("dead_robot", breaker_opened_at=now)`."""

    def held(reason, **more):
        until = timezone.now() + timedelta(minutes=10)
        Lane.objects.update(hold_reason=reason, hold_until=until, wake_at=until, **more)

    return held

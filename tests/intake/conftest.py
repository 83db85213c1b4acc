"""A team with a pipeline, a robot's credential, and short ways to add a step and to report."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from credentials.models import Credential
from notifications import intake
from notifications.clockwork import clock
from notifications.incoming import Incoming, LeftOpen
from notifications.models import Pipeline, Step
from notifications.reports import Report


def incoming(pipeline, **said):
    """Return a report of this pipeline as intake takes it: of run 1, failed, unless told otherwise."""
    known = {"source": "api", "pipeline": pipeline.identifier, "run": "1", "status": "failed"} | said
    return Incoming(report=Report(**known), pipeline=pipeline, reporter="token ci")


def from_hook(pipeline, **said):
    """Return a report of a source that numbers no attempts, as a hook brings it."""
    left_open = LeftOpen(has_attempts=False, came_at=clock.now())
    return replace(incoming(pipeline, **said), reporter="hook gitee", left_open=left_open)


@pytest.fixture
def web(shop):
    return Pipeline.objects.create(team=shop, identifier="web", name="Web")


@pytest.fixture
def register(keyring, root, settings):
    settings.WECOM_ENDPOINTS = {"loopback": "http://127.0.0.1:9"}

    def made(name="ops", **how):
        address = f"http://127.0.0.1:9/cgi-bin/webhook/send?key={uuid.uuid4()}"
        return Credential.register(name=name, webhook=address, by=root, **({"for_all": True} | how))

    return made


@pytest.fixture
def ops(register):
    return register("ops")


@pytest.fixture
def add_step(web, ops):
    """Add a step to the pipeline: `add_step(events=["failed"])`."""

    def added(**fields):
        known = {"team": web.team, "pipeline": web, "name": "Failures", "credential": ops}
        known |= {"events": ["failed"], "content_fields": ["pipeline_name"]}
        return Step.objects.create(**(known | fields))

    return added


@pytest.fixture
def report(web):
    """Report a status: `report("failed", run="7")` returns the receipt."""

    def reported(status="failed", pipeline=web, **said):
        known = {"source": "api", "pipeline": pipeline.identifier, "run": "1", "status": status}
        return intake.receive(Report(**(known | said)), pipeline=pipeline, reporter="token ci")

    return reported


@pytest.fixture
def why(report):
    """Report and return why each step fired or did not, as `code` of each decision."""

    def asked(status="failed", **said):
        return [each["code"] for each in report(status, **said).event.decisions]

    return asked

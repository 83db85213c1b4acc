from __future__ import annotations

import pytest

from notifications import intake
from notifications.models import Pipeline
from notifications.reports import Report


@pytest.fixture
def web(shop, alice):
    return Pipeline.add(team=shop, identifier="web", name="Web portal", by=alice)


@pytest.fixture
def reported(web):
    """Report something of `web`, as its token would."""

    def report(status="failed", run="7", **facts):
        made = Report(source="api", pipeline="web", run=run, status=status, **facts)
        return intake.receive(made, pipeline=web, reporter="token ci").event

    return report

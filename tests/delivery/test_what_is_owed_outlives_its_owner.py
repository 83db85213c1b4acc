"""202 was a promise: what is owed is sent though its step, pipeline or team was deleted meanwhile."""

from __future__ import annotations

import pytest

from notifications import intake
from notifications.delivery_words import subject
from notifications.models import Delivery
from notifications.reports import Report
from tests.delivery.clockwork import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(step, web):
    report = Report(source="api", pipeline="web", run="7", status="failed")
    return intake.receive(report, pipeline=web, reporter="test").deliveries[0]


@pytest.mark.parametrize("name", ["step", "web", "shop"])
def test_what_waits_is_sent_after_its_owner_is_gone(waiting, request, alice, name):
    request.getfixturevalue(name).remove(by=alice)

    sent, _following = send(waiting.due_at)

    assert (sent.pk, sent.state) == (waiting.pk, "sent")


@pytest.mark.parametrize("name", ["web", "shop"])
def test_the_log_still_names_its_pipeline_and_run(waiting, request, alice, name):
    request.getfixturevalue(name).remove(by=alice)

    assert subject(Delivery.objects.get()) == "Web #7"

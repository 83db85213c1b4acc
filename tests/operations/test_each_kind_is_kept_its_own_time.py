"""Each kind of rows is kept as long as its own setting says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from notifications import pruning
from notifications.models import Attempt, Delivery, Event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", pruning.KINDS)
def test_keeping_nothing_of_a_kind_is_refused(settings, kind):
    name = f"RETENTION_DAYS_{kind.upper()}"
    setattr(settings, name, 0)

    with pytest.raises(CommandError, match=rf"^{name} is 0: set it to 1 or more days\.$"):
        call_command("prune")


def test_the_common_setting_is_named_where_it_was_the_one(settings):
    settings.RETENTION_DAYS = settings.RETENTION_DAYS_EVENTS = 0

    with pytest.raises(CommandError, match=r"^RETENTION_DAYS is 0: set it to 1 or more days\.$"):
        call_command("prune")


@pytest.mark.parametrize(
    ("kind", "left"),
    [("attempts", (1, 1, 0)), ("deliveries", (1, 0, 0)), ("events", (1, 1, 1))],
    ids=["attempts alone", "deliveries take their attempts along", "events stay while a delivery is kept"],
)
def test_each_kind_has_its_own_age(old_report, settings, kind, left):
    old_report("1", "sent", age=timedelta(days=40))
    setattr(settings, f"RETENTION_DAYS_{kind.upper()}", 30)

    call_command("prune")

    assert (Event.objects.count(), Delivery.objects.count(), Attempt.objects.count()) == left


def test_different_ages_are_told_by_kind(old_report, settings, capsys):
    old_report("1", "sent", age=timedelta(days=40))
    settings.RETENTION_DAYS_ATTEMPTS = 30

    call_command("prune", "--dry-run")

    assert capsys.readouterr().out == (
        "Would delete what is older than 90 days (events), 90 days (deliveries), 30 days (attempts): "
        "0 events, 0 deliveries, 1 attempts.\n"
    )

"""Whoever opens every page and reads every answer leaves the database as it was."""

from __future__ import annotations

from collections import Counter

import pytest
from django.apps import apps

from tests.security.addresses import API, filled
from tests.security.calls_table import CALLS
from tests.security.pages_table import PAGES
from tests.security.world import EVERYONE

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("V3.5.3")]
# Kept of the reader, not of what is read: the session, when a token was last used, a door that stayed shut.
OF_THE_READER = {"sessions.Session", "teams.AuditEntry"}
NOTED_USE = "last_used_at"


def contents():
    """Return every row of every table, less what is kept of the reader."""
    rows = Counter()
    for model in apps.get_models():
        if model._meta.label in OF_THE_READER:
            continue
        names = [each.attname for each in model._meta.concrete_fields if each.name != NOTED_USE]
        rows.update((model._meta.label, repr(row)) for row in model._base_manager.values_list(*names))
    return rows


def path_of(world, route, row):
    return filled(route, world.ids | {name: world.ids[thing] for name, thing in row.ids.items()})


@pytest.mark.parametrize("name", EVERYONE)
def test_opening_every_page_changes_nothing(world, name):
    before, browser = contents(), world.browser(name)

    for route, row in PAGES.items():
        browser.get(path_of(world, route, row))

    assert (contents() - before, before - contents()) == (Counter(), Counter())


@pytest.mark.parametrize("name", EVERYONE)
def test_reading_every_answer_changes_nothing(world, name):
    before, browser = contents(), world.browser("")

    for call in (call for call in CALLS if call.startswith("GET")):
        path = path_of(world, call.partition(" ")[2], CALLS[call])
        browser.get(f"/{API}{path}", headers=world.bearer(name))

    assert (contents() - before, before - contents()) == (Counter(), Counter())


def test_what_changes_is_seen(world):
    before = contents()
    world.browser("alice").post("/pipelines/new/", {"team": world.shop.pk, "identifier": "x", "name": "X"})
    assert contents() - before

"""What documents tell of rights, limits, connections and data is what the code does."""

from __future__ import annotations

import re

import pytest
from django.apps import apps

from tests.documents.tables import ROOT, current
from tests.house.test_settings_are_documented import names_documented

SENSITIVE = re.compile(
    r"password|secret|sealed|digest|fingerprint|session_key|session_data|email|^address$|^key$|^idempotency_key$"
)


def document(name):
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.asvs("V8.1.1")
def test_who_may_do_what():
    assert current("docs/access.md") == document("access.md"), "Write it anew: python -m tests.documents"


@pytest.mark.asvs("V2.1.1", "V2.1.3")
def test_what_is_the_most_of_everything():
    assert current("docs/limits.md") == document("limits.md"), "Write it anew: python -m tests.documents"


@pytest.mark.asvs("V13.1.1")
def test_every_setting_that_names_another_system_stands_among_the_connections():
    told = set(re.findall(r"`([A-Z_]+)`", document("network.md")))
    connecting = {
        name
        for name in names_documented()
        if re.search(r"_URL$|ENDPOINTS$|_PROXY$|_BUNDLE$|_PROXY_COUNT$", name)
    }
    assert connecting - told == {"BASE_URL"}  # it is our own


def rows_of_data():
    """Return the tables of docs/data.md and the columns each row names."""
    rows = re.findall(r"^\| `([\w.]+)` \| ([^|]*) \|", document("data.md"), re.MULTILINE)
    return {table: set(re.findall(r"`(\w+)`", told)) for table, told in rows}


@pytest.mark.asvs("V14.1.1")
def test_every_table_has_its_class():
    assert set(rows_of_data()) == {model._meta.label for model in apps.get_models()}


@pytest.mark.asvs("V14.1.1")
def test_every_column_that_looks_secret_or_personal_is_named():
    rows = rows_of_data()
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields if SENSITIVE.search(field.name)}
        assert names <= rows[model._meta.label], model._meta.label

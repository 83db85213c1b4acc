"""What /metrics tells, docs/operations.md explains and docs/grafana.json draws, and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from wecomnotify.metrics import Figures

DOCS = Path(__file__).resolve().parents[2] / "docs"
SUFFIXES = re.compile("_(total|bucket)$")


def names_told():
    return {family.name.removeprefix("wecomnotify_") for family in Figures().collect()}


def names_drawn():
    panels = json.loads((DOCS / "grafana.json").read_text())["panels"]
    return {name for panel in panels for each in panel["targets"] for name in named_in(each["expr"])}


def named_in(text):
    return {SUFFIXES.sub("", name) for name in re.findall(r"wecomnotify_([a-z_]+)", text)}


def names_explained():
    table = (DOCS / "operations.md").read_text().partition("## Metrics")[2].partition("## Alerts")[0]
    first_cells = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    return {SUFFIXES.sub("", name) for cell in first_cells for name in re.findall(r"`([a-z_]+)", cell)}


@pytest.mark.django_db
def test_every_metric_is_explained():
    assert names_told() == names_explained()


@pytest.mark.django_db
def test_every_metric_is_drawn():
    assert names_told() == names_drawn()


@pytest.mark.django_db
def test_alerts_name_metrics_that_exist():
    alerts = (DOCS / "operations.md").read_text().partition("## Alerts")[2].partition("## Backup")[0]

    assert named_in(alerts) <= names_told()

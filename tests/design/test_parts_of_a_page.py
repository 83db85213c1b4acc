"""The tags of `screens`: what a page cannot say in the template language alone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import Context, Template
from django.utils import timezone

from wecomnotify.templatetags.screens import TONES, byte_meter, nav_item, tone

NOW = dt.datetime(2026, 11, 22, 14, 5, 58, tzinfo=ZoneInfo("Asia/Shanghai"))

COMPONENTS = Path(__file__).resolve().parents[2] / "wecomnotify/static/wecomnotify/css/components.css"


def draw(source: str, **context) -> str:
    return Template("{% load screens %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("sent", "ok"),
        ("DEAD", "bad"),
        ("held", "warn"),
        ("pending", "info"),
        ("skipped", "off"),
        ("?", "off"),
    ],
)
def test_a_state_has_a_tone_and_an_unknown_one_is_never_green(state, expected):
    assert tone(state) == expected


def test_a_pill_shows_words_and_an_icon_beside_its_colour():
    html = draw('{% pill "dead" "Not delivered" %}')

    assert html == '<span class="pill state bad">Not delivered</span>'
    assert all(f".pill.{name}::before" in COMPONENTS.read_text() for name in (*TONES, "off"))


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (NOW, "14:05:58"),
        (NOW - dt.timedelta(days=1), "11-21 14:05"),
        (NOW - dt.timedelta(days=400), "2025-10-18 14:05"),
    ],
)
def test_a_time_is_as_short_as_it_is_clear(moment, shown):
    with timezone.override("Asia/Shanghai"):
        html = draw("{% when moment %}", moment=moment)

    assert html.endswith(f">{shown}</time>")
    assert f'datetime="{moment.isoformat()}"' in html


def test_a_time_that_never_was_shows_what_is_given_for_it():
    assert draw('{% when nothing "never" %}', nothing=None) == "never"


@pytest.mark.parametrize(("used", "expected"), [(412, ""), (3690, "warn"), (4096, "warn"), (4097, "bad")])
def test_the_byte_meter_warns_before_it_is_too_late(used, expected):
    assert byte_meter(used, 4096)["tone"] == expected


def test_an_entry_of_the_rail_without_an_address_is_left_out():
    assert nav_item(Context({}), "no-such-page", "send", "Nothing") == {"href": ""}


@pytest.mark.urls("tests.design.addresses")
@pytest.mark.parametrize(("path", "is_current"), [("/gallery/dialog/", True), ("/elsewhere/", False)])
def test_an_entry_of_the_rail_knows_its_pages(rf, path, is_current):
    entry = nav_item(Context({"request": rf.get(path)}), "gallery", "send", "Gallery")

    assert entry["is_current"] is is_current


def test_an_icon_is_not_read_aloud():
    assert 'aria-hidden="true"' in draw('{% icon "send" %}')

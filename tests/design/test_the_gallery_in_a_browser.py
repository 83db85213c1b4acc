"""The look as people meet it: readable by everybody, on every screen, in the dark."""

from __future__ import annotations

import pytest

from tests.design.measures import CLIPPED, HIDDEN_FOCUS, PRESSED, SMALL, violations

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_no_rule_of_accessibility_is_broken(gallery, scheme, width):
    gallery.emulate_media(color_scheme=scheme)
    gallery.set_viewport_size({"width": width, "height": 900})

    assert violations(gallery) == ""


def test_no_rule_is_broken_while_menus_and_errors_are_open(gallery):
    gallery.click("[data-save]")
    gallery.wait_for_selector(".notice[role=alert]")
    gallery.evaluate("document.querySelectorAll('details').forEach((popup) => { popup.open = true; })")

    assert violations(gallery) == ""


@pytest.mark.parametrize("language", ["zh-hans", "en", "ru"])
def test_nothing_scrolls_sideways_or_is_clipped_at_320_pixels(gallery, language):
    gallery.context.add_cookies([{"name": "django_language", "value": language, "url": gallery.url}])
    gallery.set_viewport_size({"width": 320, "height": 640})
    gallery.reload()

    assert gallery.evaluate("document.documentElement.scrollWidth") <= 320
    assert gallery.evaluate(CLIPPED) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_what_has_the_focus_is_never_hidden(gallery, width):
    gallery.set_viewport_size({"width": width, "height": 844})
    hidden = []
    for _ in range(50):
        gallery.keyboard.press("Tab")
        hidden.append(gallery.evaluate(HIDDEN_FOCUS))

    assert [element for element in hidden if element] == []


@pytest.mark.browser_context_args(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
def test_a_finger_hits_what_it_aims_at(gallery):
    assert gallery.evaluate(SMALL, PRESSED) == []


def test_the_first_load_asks_for_few_files(gallery):
    sent = []
    gallery.on("request", lambda request: sent.append(request.url))
    gallery.reload()
    gallery.wait_for_load_state("networkidle")

    assert len(sent) <= 8, sent

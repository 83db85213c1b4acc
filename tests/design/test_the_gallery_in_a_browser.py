"""The look as people meet it: readable by everybody, on every screen, in the dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CLIPPED = """() => [...document.querySelectorAll("button, a, label, h1, h2, .pill")]
  .filter((element) => element.checkVisibility() && !element.closest(".unseen"))
  .filter((element) => getComputedStyle(element).overflow !== "visible")
  .filter((element) => element.scrollWidth > element.clientWidth + 1)
  .map((element) => element.outerHTML)"""
HIDDEN_FOCUS = """() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const isSeen = top && (top.contains(element) || element.parentElement.contains(top));
  return isSeen ? "" : element.outerHTML.slice(0, 120);
}"""
PRESSED = "button, select, summary, .chip > span, .check, .rail nav a, input[type=text]"
SMALL = """(pressed) => [...document.querySelectorAll(pressed)]
  .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 32)
  .map((element) => element.outerHTML.slice(0, 120))"""


def violations(page) -> str:
    found = Axe().run(page, options={"runOnly": RULES})
    return found.generate_report() if found.violations_count else ""


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

"""What a browser measures of a page: broken rules, clipped words, hidden focus, small targets."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe

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
    """Return a report of the rules that a page breaks, empty when it breaks none."""
    return _reported(page, {"runOnly": RULES})


def pale_words(page) -> str:
    """Return a report of words with too little contrast: what the dark can change."""
    return _reported(page, {"runOnly": {"type": "rule", "values": ["color-contrast"]}})


def _reported(page, options) -> str:
    found = Axe().run(page, options=options)
    return found.generate_report() if found.violations_count else ""

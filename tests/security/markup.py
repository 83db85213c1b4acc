"""What a page's markup may hold, read as a browser reads it: our own elements and nothing that runs."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

TAGS = set(
    """
    a abbr b bdi blockquote body br button caption circle code col colgroup dd details dialog div dl
    dt ellipse em fieldset figcaption figure footer form g h1 h2 h3 h4 h5 h6 head header hr html i
    img input label legend li line link main mark meta nav ol optgroup option p path polygon
    polyline pre rect script section select meter small span strong summary svg table tbody td
    template textarea tfoot th thead time title tr u ul use
    """.split()  # noqa: SIM905
)
ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "poster", "data", "srcdoc", "background"}
SCHEMES = {"", "http", "https", "mailto"}
ATTRIBUTE = re.compile(r"[a-z][a-z0-9:-]*")


class Reader(HTMLParser):
    """Collect what is no markup of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in TAGS or (tag == "script" and not self._is_ours(given)):
            self.faults.append(f"<{tag}> {given}")
        for name, value in attrs:
            if (
                name.startswith("on")
                or name in {"style", "srcdoc"}
                or not name.replace("-", "").replace(":", "").isalnum()
            ):
                self.faults.append(f"<{tag} {name}={value!r}>")
            if name in ADDRESSES and not leads_somewhere_harmless(value or ""):
                self.faults.append(f"<{tag} {name}={value!r}>")

    def _is_ours(self, given: dict[str, str | None]) -> bool:
        return (given.get("src") or "").startswith("/static/") or given.get("type") == "application/json"


def leads_somewhere_harmless(address: str) -> bool:
    # Browsers drop tabs and newlines before they look at the scheme.
    scheme = address.strip().translate({9: None, 10: None, 13: None}).partition(":")[0].lower()
    try:
        return urlsplit(address).scheme in SCHEMES and scheme not in {"javascript", "data", "vbscript"}
    except ValueError:
        return False


def faults_in(page: str) -> list[str]:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader.faults

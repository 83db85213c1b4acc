"""What a page weighs on its first load, and how long the server thinks about it."""

from __future__ import annotations

import gzip
import statistics
import time
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection

from bench import robots, scene
from bench.figures import MILLISECONDS, Figure, Measured, at_most
from bench.product import Product
from bench.workshop import Workshop

PAGES = ("/", "/steps/1/", "/deliveries/", "/credentials/", "/pipelines/", "/queues/", "/help/variables/")
LOOKS = 9
KILOBYTE = 1024


@dataclass(frozen=True, kw_only=True)
class Weight:
    """One page: its HTML as gzip sends it, everything it loads, and how long the HTML took."""

    path: str
    html_bytes: int
    all_bytes: int
    requests: int
    elements: int
    took_ms: float


class Page(HTMLParser):
    """Counts elements and gathers what the browser will ask for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements = 0
        self.files: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += 1
        given = dict(attrs)
        is_loaded = tag in {"script", "img"} or (tag == "link" and given.get("rel") in {"stylesheet", "icon"})
        address = given.get("src") or given.get("href")
        if is_loaded and address:
            self.files.add(address)


def measure(workshop: Workshop) -> Measured:
    """Load the main pages of a team with 20 rules, 20 robots and its first deliveries, signed in."""
    with robots.standing() as sink, workshop.product(sink_url=sink.url) as product:
        product.serve()
        made = scene.one_pipeline(product, sink, firing=20)
        product.ask("POST", "/api/v1/events", scene.event(1, pipeline="web"), token=made.token)
        sink.wait_for(20, within_seconds=30)
        cookie = product.module("bench.inside.session").strip()
        weights = [_weigh(product, path, cookie) for path in PAGES]
    return Measured(figures=_figures(weights), notes=tuple(map(_note, weights)))


def _weigh(product: Product, path: str, cookie: str) -> Weight:
    took = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        html = _get(product, path, cookie)
        took.append((time.perf_counter() - began) * MILLISECONDS)
    page = Page(html.decode())
    small = len(gzip.compress(html, 6))
    files = sum(len(_get(product, file, cookie)) for file in page.files)
    return Weight(
        path=path,
        html_bytes=small,
        all_bytes=small + files,
        requests=1 + len(page.files),
        elements=page.elements,
        took_ms=statistics.median(took),
    )


def _get(product: Product, path: str, cookie: str) -> bytes:
    """Return a body as it travels.

    Raises:
        RuntimeError: when it is no 200.
    """
    connection = HTTPConnection("127.0.0.1", product.port, timeout=30)
    try:
        connection.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "br, gzip"})
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: HTTP {answer.status}")
    return body


def _figures(weights: list[Weight]) -> tuple[Figure, ...]:
    heaviest = max(weight.all_bytes for weight in weights) / KILOBYTE
    html = max(weight.html_bytes for weight in weights) / KILOBYTE
    requests = max(weight.requests for weight in weights)
    elements = max(weight.elements for weight in weights)
    took = tuple(weight.took_ms for weight in weights)
    return (
        Figure(what="heaviest first load", unit="kB", values=(heaviest,), bar=at_most(60)),
        Figure(what="longest HTML, gzip", unit="kB", values=(html,), bar=at_most(12)),
        Figure(what="requests of a first load, most", unit="", values=(requests,), bar=at_most(8)),
        Figure(what="elements of a page, most", unit="", values=(elements,), bar=at_most(700)),
        Figure(what="HTML from the server, by page", unit="ms", values=took),
    )


def _note(weight: Weight) -> str:
    return (
        f"{weight.path} {weight.all_bytes / KILOBYTE:.1f} kB in {weight.requests} requests, "
        f"HTML {weight.html_bytes / KILOBYTE:.1f} kB, {weight.elements} elements, {weight.took_ms:.0f} ms"
    )

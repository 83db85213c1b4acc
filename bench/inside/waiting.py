"""`python -m bench.inside.waiting SIZE …`: claims and list pages while so many deliveries wait."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.inside.cloning import add_waiting
from notifications.clockwork import clock
from notifications.delivery import lanes
from notifications.models import Delivery
from notifications.models.delivery import Rank
from teams.models import User

CLAIMS = 40
LOOKS = 7
PAGES = {
    "/": "home", "/deliveries/": "deliveries", "/deliveries/?state=pending": "deliveries that wait",
    "/queues/": "queues", "/api/v1/deliveries?state=pending": "API",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Found:
    """Milliseconds and numbers of queries at one size."""

    size: int
    claim_ms: list[float]
    merging_claim_ms: list[float]
    page_ms: dict[str, float]
    queries: dict[str, int]


def main() -> None:
    sizes = sorted(int(word) for word in sys.argv[1:])
    print(json.dumps([asdict(_look(size)) for size in sizes]))


def _look(size: int) -> Found:
    add_waiting(size - Delivery.objects.count())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = _signed_in()
    queries = {name: _queries(client, path) for path, name in PAGES.items()}
    page_ms = {
        name: statistics.median(_took(partial(client.get, path)) for _ in range(LOOKS))
        for path, name in PAGES.items()
    }
    return Found(
        size=size,
        claim_ms=_claims(rank=Rank.URGENT),
        merging_claim_ms=_claims(rank=Rank.NORMAL),
        page_ms=page_ms,
        queries=queries,
    )


def _claims(*, rank: Rank) -> list[float]:
    """Return what claiming one lane took, each time of another one; all of it is undone.

    What is urgent goes alone, so a claim of it is a claim and nothing else; others become one message.
    """
    with transaction.atomic():
        Delivery.objects.order_by().update(rank=rank)
        took = [_took(_claim) for _ in range(CLAIMS)]
        transaction.set_rollback(True)
    return took


def _claim() -> None:
    reserved = lanes.claim(now=clock.now(), limit=1)
    if len(reserved) != 1:
        raise RuntimeError(f"{len(reserved)} lanes were claimed.")


def _took(doing: Callable[[], object]) -> float:
    began = time.perf_counter()
    doing()
    return (time.perf_counter() - began) * 1000


def _signed_in() -> Client:
    client = Client(SERVER_NAME="127.0.0.1", HTTP_AUTHORIZATION=f"Bearer {os.environ['BENCH_TOKEN']}")
    client.force_login(
        User.objects.filter(is_superuser=True)[0], backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def _queries(client: Client, path: str) -> int:
    client.get(path)  # what is cached after the first visit is no cost of the page
    with CaptureQueriesContext(connection) as captured:
        status = client.get(path).status_code
    if status != 200:
        raise RuntimeError(f"{path}: HTTP {status}")
    return len(captured)


if __name__ == "__main__":
    main()

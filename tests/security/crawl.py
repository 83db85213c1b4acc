"""Every address of the site, read and written to by everybody."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

from tests.security.addresses import API, filled
from tests.security.calls_table import CALLS
from tests.security.pages_table import PAGES
from tests.security.witness import Witness
from tests.security.world import EVERYONE, World

WEAKEST_FIRST = tuple(reversed(EVERYONE))
ENDS_SOMETHING = re.compile(r"deletion|delete|revocation|removal|withdrawal|logout|leaving|sign-out|^DELETE")
# They really send whatever comes with them, and a robot's minute is not endless.
SENT_BEFORE = {"credentials/<uuid:pk>/test-messages/", "POST /credentials/{credential_id}/test-messages"}


def crawl(world: World, witness: Witness, url: str) -> None:
    """Open and send everything; what ends something comes last, the strongest person at the very end."""
    for is_end in (False, True):
        for name in WEAKEST_FIRST:
            # Thousands of tracebacks about names that a template lacks: one person's are enough.
            logging.getLogger("django.template").setLevel(logging.DEBUG if name == "alice" else logging.INFO)
            for route in sorted(PAGES):
                if bool(ENDS_SOMETHING.search(route)) is is_end:
                    visit(world, witness, route, name=name, url=url)
            for call in sorted(set(CALLS) - SENT_BEFORE):
                if bool(ENDS_SOMETHING.search(call)) is is_end:
                    make(world, witness, call, name=name, url=url)


def visit(world: World, witness: Witness, route: str, *, name: str, url: str) -> None:
    """Open a page, then send its form with the key in every field that could take one."""
    row, browser = PAGES[route], world.browser(name)
    path = filled(route, world.ids | {each: world.ids[thing] for each, thing in row.ids.items()})
    look(witness, "pages", f"GET {path} as {name}", browser.get(path))
    if route not in SENT_BEFORE:
        form = row.data | {"webhook": url, "webhook_url": url, "text": f"Name,{url}"}
        look(witness, "pages", f"POST {path} as {name}", browser.post(path, form))


def make(world: World, witness: Witness, call: str, *, name: str, url: str) -> None:
    """Make a call of the API; one that changes something brings the key as well."""
    method, _, route = call.partition(" ")
    row = CALLS[call]
    ids = world.ids | {each: world.ids[thing] for each, thing in row.ids.items()}
    sent: dict[str, Any] = {}
    if method in {"POST", "PUT", "PATCH"}:
        body = json.dumps((row.body or {}) | {"webhook_url": url})
        sent = {"data": body, "content_type": "application/json"}
    path = f"/{API}{filled(route, ids)}"
    response = getattr(world.browser(""), method.lower())(path, headers=world.bearer(name), **sent)
    look(witness, "api", f"{method} {path} as {name}", response)


def look(witness: Witness, surface: str, where: str, response: Any) -> None:
    assert response.status_code != 500, where
    witness.look_at_response(surface, where, response)

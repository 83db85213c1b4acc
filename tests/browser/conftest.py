"""The product in front of a browser: a team with a pipeline, a robot on loopback and the dispatcher."""

from __future__ import annotations

import pytest

from teams.models import Team
from tests import signing_in
from tests.design.conftest import browser_type_launch_args, quiet
from tests.pages.conftest import dispatcher, ops, register, report, step, web, wecom

__all__ = [
    "browser_type_launch_args", "dispatcher", "ops", "quiet", "register", "report", "step", "web", "wecom",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "en-GB",
        "viewport": {"width": 1440, "height": 900},
        "reduced_motion": "reduce",
    }


@pytest.fixture
def sign_in(client, live_server):
    """Give a browser's context the session of somebody: `sign_in(page.context, alice)`."""

    def signed_in(context, user):
        signing_in.sign_in(client, user)
        cookie = {"name": "session", "value": client.cookies["session"].value, "url": live_server.url}
        context.add_cookies([cookie])

    return signed_in


@pytest.fixture
def visit(quiet, live_server, transactional_db, sign_in, alice):
    """Open a page of the product as alice: `visit("/deliveries/")`."""
    sign_in(quiet.context, alice)

    def visited(path):
        quiet.goto(f"{live_server.url}{path}")
        return quiet

    return visited


@pytest.fixture
def shop(transactional_db):
    return Team.objects.create(slug="shop", name="Shop", language="en")

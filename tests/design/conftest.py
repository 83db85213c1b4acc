"""A browser in front of the gallery that fails on any complaint and any request to another host."""

from __future__ import annotations

import os
import shutil

import pytest

CHROMIUM = os.environ.get("CHROMIUM", "") or shutil.which("chromium") or ""
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
# A form that answers 422 is an error to Chromium's console and none to us.
EXPECTED = "the server responded with a status of 422"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if not CHROMIUM:
        pytest.skip("no Chromium here: apt-get install chromium")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "zh-CN",
        "viewport": {"width": 1440, "height": 900},
        "reduced_motion": "reduce",
    }


@pytest.fixture
def quiet(page):
    complaints: list[str] = []
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda sent: None if sent.url.startswith("http://localhost") else complaints.append(sent.url),
    )
    yield page
    assert [said for said in complaints if EXPECTED not in said] == []


@pytest.fixture
def gallery(quiet, live_server, settings, transactional_db):
    settings.ROOT_URLCONF = "tests.design.addresses"
    quiet.goto(f"{live_server.url}/gallery/")
    quiet.wait_for_load_state("networkidle")
    return quiet

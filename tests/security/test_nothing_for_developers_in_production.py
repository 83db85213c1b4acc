"""Outside development there is no simulator, no gallery, no debugging, and figures are not for everybody."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ADDRESSES = """
import django
django.setup()
from tests.security.addresses import pages
from django.conf import settings
print(settings.DEBUG, settings.HAS_SIMULATOR)
print(*sorted(pages()), sep="\\n")
"""


@pytest.fixture
def run(tmp_path):
    """Run Python in this house with an operator's settings; words are more of them."""

    def run(code, **more):
        environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(tmp_path),
            "BASE_URL": "https://notify.example.com",
            "SECRET_KEY": "a4f0c1b2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d1e2f3a4b5",
            "DJANGO_SETTINGS_MODULE": "wecomnotify.settings",
        }
        command = [sys.executable, "-c", code]
        return subprocess.run(
            command, cwd=ROOT, env=environment | more, capture_output=True, text=True, check=False
        )

    return run


@pytest.mark.asvs("V15.2.3", "V13.4.2")
def test_no_address_of_development_is_there(run):
    told = run(ADDRESSES)

    assert told.returncode == 0, told.stderr
    first, *addresses = told.stdout.splitlines()
    assert first == "False False"
    assert "steps/new/" in addresses
    assert [each for each in addresses if each.startswith(("simulator", "gallery", "cgi-bin", "admin"))] == []


@pytest.mark.asvs("V13.4.2")
@pytest.mark.parametrize("bind", ["0.0.0.0", "::", "192.0.2.7"])
def test_debugging_is_refused_where_others_reach_it(run, bind):
    told = run("from django.conf import settings; settings.DEBUG", DEBUG="true", BIND=bind)

    assert told.returncode == 1
    assert f"DEBUG is on and BIND is {bind}: set DEBUG=false" in told.stderr


@pytest.mark.asvs("V13.4.5")
def test_figures_and_inner_pages_are_not_for_everybody(client, db, settings):
    settings.TRUSTED_PROXY_COUNT = 1
    assert client.get("/metrics").status_code == 401
    for path in ("/server-status", "/debug", "/__debug__/", "/admin/", "/.git/config", "/.env", "/static/"):
        assert client.get(path).status_code == 404, path

"""With an https address in BASE_URL cookies are bound to this host, and nothing is left to warn about."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
SHOW = """
import json
from django.conf import settings
names = [name for name in dir(settings) if "COOKIE" in name or name.startswith("SECURE_")]
names += ["IS_HTTPS", "BASE_URL", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS"]
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Run Python in this house as an operator with an https address would: `run("manage.py", "check")`."""
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path_factory.mktemp("https")),
        "BASE_URL": "https://notify.example.com",
        "SECRET_KEY": "a4f0c1b2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d1e2f3a4b5",
        "TRUSTED_PROXY_COUNT": "1",
        "DEBUG": "false",
        "DJANGO_SETTINGS_MODULE": "wecomnotify.settings",
    }

    def ran(*arguments):
        command = [sys.executable, *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    return ran


@pytest.fixture
def https(run, settings, world):
    """Serve the world as those settings say."""
    for name, value in json.loads(run("-c", SHOW).stdout).items():
        setattr(settings, name, value)


@pytest.mark.asvs("V12.2.1")
def test_nothing_is_left_to_warn_about(run):
    assert run("manage.py", "keyring", "init").returncode == 0

    checked = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout == "System check identified no issues (0 silenced).\n"


@pytest.mark.asvs("V3.3.1", "V3.3.2", "V3.3.3", "V3.3.4")
@pytest.mark.parametrize(
    ("path", "sent", "names"),
    [
        ("/accounts/login/", {"login": "alice", "password": PASSWORD}, {"__Host-session", "__Host-csrf"}),
        ("/language/", {"language": "ru"}, {"django_language"}),
        ("/theme/", {"theme": "dark"}, {"theme"}),
    ],
)
def test_cookies_are_bound_to_this_host(world, https, client, path, sent, names):
    client.post(path, sent, secure=True, headers={"host": "notify.example.com"})

    assert set(client.cookies) == names
    for cookie in client.cookies.values():
        flags = {name: cookie[name] for name in ("secure", "httponly", "samesite", "path", "domain")}
        bound = {"secure": True, "httponly": True, "samesite": "Lax", "path": "/", "domain": ""}
        assert flags == bound


@pytest.mark.asvs("V12.2.1", "V4.1.2")
@pytest.mark.parametrize(("path", "code"), [("/teams/?q=a", 301), ("/healthz", 200), ("/api/v1/steps", 401)])
def test_people_on_plain_http_are_led_to_https_and_programs_are_not(world, https, client, path, code):
    response = client.get(path, headers={"host": "127.0.0.1"})

    assert response.status_code == code
    assert response.headers.get("Location") in {None, f"https://notify.example.com{path}"}


@pytest.mark.asvs("V3.4.1")
def test_browsers_are_told_to_stay_with_https(world, https, client):
    response = client.get("/accounts/login/", secure=True, headers={"host": "notify.example.com"})
    told = "max-age=63072000; includeSubDomains; preload"
    assert response.headers["Strict-Transport-Security"] == told


@pytest.mark.asvs("V3.5.1")
@pytest.mark.parametrize(
    ("origin", "code"), [("https://notify.example.com", 302), ("https://elsewhere.example", 403)]
)
def test_a_form_is_taken_from_this_address_alone(world, https, origin, code):
    browser = world.browser("anonymous", enforce_csrf_checks=True)
    headers = {"host": "notify.example.com", "origin": origin, "referer": f"{origin}/accounts/login/"}
    page = browser.get("/accounts/login/", secure=True, headers=headers)
    form = {"language": "ru", "csrfmiddlewaretoken": page.context["csrf_token"]}

    assert browser.post("/language/", form, secure=True, headers=headers).status_code == code

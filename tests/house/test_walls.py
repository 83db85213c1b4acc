"""A plain secret is revealed in few named places, and only one module speaks HTTP to robots."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ["teams", "credentials", "notifications", "simulator", "wecomnotify"]


def files_with(pattern: str) -> set[str]:
    listed = subprocess.run(
        ["git", "ls-files", *[f"{room}/*.py" for room in ROOMS]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    return {name for name in listed if re.search(pattern, (ROOT / name).read_text(), re.MULTILINE)}


@pytest.mark.asvs("V1.3.6", "V13.2.4")
def test_only_the_sender_and_its_guarded_connections_import_an_http_client():
    assert files_with(r"^\s*(import|from) (requests|urllib3|httpx|http\.client|urllib\.request)\b") == {
        "credentials/connections.py",
        "credentials/lines.py",
        "credentials/sender.py",
    }


@pytest.mark.asvs("V12.3.2")
def test_no_certificate_check_is_ever_switched_off():
    assert files_with(r"verify\s*=\s*False|CERT_NONE|check_hostname\s*=\s*False") == set()


@pytest.mark.asvs("V1.2.1")
def test_only_icons_from_our_own_package_are_marked_as_safe_html():
    assert files_with(r"mark_safe\(") == {"wecomnotify/templatetags/screens.py"}


@pytest.mark.asvs("V1.2.1")
def test_no_template_switches_escaping_off():
    templates = [*(ROOT / "templates").rglob("*.html")]

    loud = [file.name for file in templates if re.search(r"\|\s*safe\b|autoescape off", file.read_text())]

    assert loud == []


@pytest.mark.asvs("V1.3.2", "V1.3.7")
def test_no_text_is_run_or_made_a_template():
    assert files_with(r"(?<![\w.])(eval|exec)\(|shell=True|os\.(system|popen)\(") == set()
    assert files_with(r"\.from_string\(|(?<![\w.])Template\(|^\s*(import|from) jinja2\b") == set()


@pytest.mark.asvs("V1.5.2")
def test_only_json_is_read_back():
    assert files_with(r"^\s*(import|from) (pickle|marshal|shelve|yaml|dill|xml|lxml)\b") == set()


@pytest.mark.asvs("V1.2.4")
def test_no_text_is_put_into_a_query():
    assert files_with(r"\bRawSQL\b|\.extra\(|\.objects\.raw\(") == set()


@pytest.mark.asvs("V11.2.1")
def test_ciphers_come_from_one_library_and_one_room():
    assert files_with(r"^\s*(import|from) (Crypto|Cryptodome|nacl|passlib|OpenSSL)\b") == set()
    assert files_with(r"^\s*(import|from) cryptography\b") == set()

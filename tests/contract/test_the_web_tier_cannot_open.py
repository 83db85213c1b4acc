"""Web tier and dispatcher as two processes: the one with the public keyring seals, and can open nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.product import ROOT, Client, Product, eventually

pytestmark = [pytest.mark.contract, pytest.mark.asvs("V13.3.2")]

KEY = "0123abcd-0000-4000-8000-feedfacefeed"
# What the web tier's own code might be brought to try, each on a line of its own.
ATTEMPTS = """
from django.conf import settings
from credentials.models import Credential
from credentials.resealing import open_each, reseal_each
from sealing import Keyring, unseal

row = Credential.objects.get()
ring = Keyring.at(settings.KEYRING_FILE)
newer = ring.with_new_key_pair()

def tried(name, attempt):
    try:
        print(name, attempt())
    except Exception as error:
        print(name, type(error).__name__)

tried("open", lambda: row._open(ring).reveal())
tried("unseal", lambda: unseal(row.sealed_key, keyring=ring, context=row.sealing_context).reveal())
tried("private", lambda: ring.primary.private_key())
tried("post", lambda: row.post({"msgtype": "text", "text": {"content": "x"}}).outcome)
tried("each", lambda: [one.fault[:40] for one in open_each(ring)])
tried("reseal", lambda: [one.fault[:40] for one in reseal_each(newer)])
"""


@pytest.fixture(scope="module")
def front(tmp_path_factory, robot):
    """Serve with the public keyring."""
    made = Product(tmp_path_factory.mktemp("split"), robot.url)
    made.prepare()
    made.command("keyring", "export", "--public")
    made.token_of_admin = made.token("admin")
    made.whole = dict(made.env)
    made.env["KEYRING_FILE"] = f"{made.env['DATA_DIR']}/keyring.public.json"
    made.start("--no-dispatch")
    yield made
    made.stop()


@pytest.fixture(scope="module")
def api(front):
    return Client(front.api_url, front.token_of_admin)


@pytest.fixture
def worker(front):
    """Deliver with the whole keyring."""
    with front.log.open("a") as log:
        command = [sys.executable, "manage.py", "worker"]
        process = subprocess.Popen(command, cwd=ROOT, env=front.whole, stdout=log, stderr=subprocess.STDOUT)
    yield process
    process.terminate()
    process.wait(timeout=30)


@pytest.fixture(scope="module")
def step(api, robot):
    """Registered through the web tier: the key arrives there, and is sealed there."""
    assert api("POST", "/teams", {"slug": "shop", "name": "Shop"}).status_code == 201
    assert api("POST", "/pipelines", {"team": "shop", "identifier": "web", "name": "Web"}).status_code == 201
    webhook = f"{robot.url}/cgi-bin/webhook/send?key={KEY}"
    body = {"name": "Group", "webhook_url": webhook, "teams": ["shop"], "description": ""}
    credential = api("POST", "/credentials", body)
    assert credential.status_code == 201, credential.text
    body = {"pipeline": "shop/web", "name": "Failures", "credential": credential.json()["id"]}
    return api("POST", "/steps", body).json()


def test_the_public_keyring_holds_no_private_key(front):
    pairs = json.loads(Path(front.env["KEYRING_FILE"]).read_text())["sealing"]

    assert [sorted(pair) for pair in pairs] == [["created", "id", "public"]]


def test_a_test_waits_for_the_dispatcher_while_there_is_none(api, step, robot):
    before = robot.messages(KEY)
    answer = api("POST", f"/steps/{step['id']}/test-messages", {"sample": "failed"})

    assert answer.status_code == 202, answer.text
    assert "the dispatcher is not running" in answer.json()["reason"]
    assert robot.messages(KEY) == before


def test_the_dispatcher_sends_what_the_web_tier_accepted(api, step, robot, worker):
    event = {"pipeline": "shop/web", "run": "1", "status": "failed"}
    assert api("POST", "/events", event).status_code == 202

    eventually(lambda: any("Web" in str(message) for message in robot.messages(KEY)), seconds=40)
    answer = api("POST", f"/steps/{step['id']}/test-messages", {"sample": "failed"})
    assert (answer.status_code, answer.json()["accepted"]) == (200, True)


def test_the_web_tiers_own_code_gets_no_key(front, step):
    done = front.command("shell", "--no-imports", "-c", ATTEMPTS)

    refused = "The keyring holds only the public half "
    assert done.stdout.splitlines() == [
        "open PrivateKeyMissing",
        "unseal PrivateKeyMissing",
        "private None",
        "post key_unavailable",
        f"each ['{refused}o']",
        f"reseal ['{refused}o']",
    ]
    assert KEY not in done.stdout + done.stderr


def test_the_web_tiers_commands_get_no_key(front, step):
    for word in ("verify", "rotate"):
        done = front.command("keyring", word, check=False)
        assert KEY not in done.stdout + done.stderr

    assert (
        "1 stored values do not open, 0 do. Nothing was blanked."
        in front.command("keyring", "verify", check=False).stderr
    )
    assert KEY not in front.log.read_text()

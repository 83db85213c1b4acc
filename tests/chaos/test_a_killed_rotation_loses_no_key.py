"""`keyring rotate` is killed again and again while people replace keys: every credential holds its own."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest

from tests.chaos.forms import IS_FULL, by_form, only_in_full
from tests.chaos.processes import Installation
from tests.contract.product import ROOT, Client

ROWS = by_form(short=1_500, full=30_000)
KILLS = by_form(short=3, full=12)
EDITS = by_form(short=40, full=600)
EDITORS = 2
# A command needs a second or two until it seals: then it has this long.
WORKS_SECONDS = (0.0, 2.0) if IS_FULL else (0.0, 0.3)
ROTATED = re.compile(r"of [\d,]+ sealed anew")


class Editors:
    """People who replace keys through a web tier, and what they replaced."""

    def __init__(self, product, token, keys, dice):
        self.left, self.keys = iter(range(EDITS)), keys
        self.ids = dice.sample(sorted(keys), min(EDITS, len(keys)))
        self.refused, self.done = [], 0
        self.lock = threading.Lock()
        self.threads = [
            threading.Thread(target=self.work, args=(Client(product.api_url, token),)) for _ in range(EDITORS)
        ]
        self.url = product.env["WECOM_LOOPBACK_ENDPOINT"]

    def work(self, api):
        while True:
            with self.lock:
                if (number := next(self.left, None)) is None:
                    return
            pk, key = self.ids[number % len(self.ids)], f"11111111-0000-4000-8000-{number:012d}"
            answer = api(
                "PUT",
                f"/credentials/{pk}/key",
                {"webhook_url": f"{self.url}/cgi-bin/webhook/send?key={key}"},
            )
            with self.lock:
                if answer.ok:
                    self.keys[pk] = key
                    self.done += 1
                else:
                    self.refused.append(answer.text)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *failed):
        for thread in self.threads:
            thread.join()


@pytest.fixture
def product(request, engine, tmp_path):
    prepared = request.getfixturevalue(f"on_{engine}")
    made = Installation(tmp_path, "http://127.0.0.1:9", **prepared.copy(tmp_path))
    made.token_of_admin = prepared.token
    try:
        yield made
    finally:
        made.close()


def many_keys(product, *words):
    program = [sys.executable, "-m", "tests.chaos.many_keys", *words]
    ran = subprocess.run(program, cwd=ROOT, env=product.env, capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def rotation(product):
    """Start one, and return it when it has begun to seal; None when it has ended before."""
    program = [sys.executable, "manage.py", "keyring", "rotate"]
    process = subprocess.Popen(
        program, cwd=ROOT, env=product.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    for line in process.stdout:
        if ROTATED.search(line):
            return process
    process.communicate()
    assert process.returncode == 0
    return None


def kill_rotations(product, dice):
    """Kill a rotation at work so many times; begin another generation of keys where one has ended."""
    killed = 0
    while killed < KILLS:
        process = rotation(product)
        if process is None:
            product.command("keyring", "add")
            continue
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=dice.uniform(*WORKS_SECONDS))
        if process.poll() is None:
            process.kill()
            killed += 1
        process.wait()
        process.stdout.close()
    return killed


def key_ids(product):
    lines = product.command("keyring", "status").stdout.splitlines()
    return [line.split() for line in lines if line.startswith("sealing")]


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=only_in_full)])
def test_every_credential_holds_its_key(product, engine, seed):
    dice, began = random.Random(seed), time.monotonic()
    keys = many_keys(product, "make", str(ROWS))
    product.command("keyring", "export", "--public")
    old = f"{product.env['DATA_DIR']}/keyring.public.json"
    product.run("web", "serve", "--no-dispatch", KEYRING_FILE=old)  # it seals with the older key meanwhile
    product.wait_until_it_answers()
    product.command("keyring", "add")

    with Editors(product, product.token_of_admin, keys, dice) as editors:
        killed = kill_rotations(product, dice)
    product.command("keyring", "rotate")

    primary, *older = key_ids(product)
    assert {line[3] for line in older} == {"0"}
    for line in older:
        product.command("keyring", "retire", line[1])
    held = many_keys(product, "read")
    wrong = [pk for pk, key in keys.items() if held[pk] != key]
    print(
        f"| {engine} | {ROWS:,} | {killed} | {editors.done} | {len(older) + 1} | {len(wrong)} "
        f"| {time.monotonic() - began:.0f} s | {seed} |"
    )
    assert (wrong, editors.refused, editors.done) == ([], [], EDITS)
    assert int(primary[3]) == len(held) == ROWS

"""What an operator types, and the sentence when something is missing."""

from __future__ import annotations

import subprocess
import sys

import pytest
import requests

from tests.contract.product import ROOT, Product, eventually

pytestmark = pytest.mark.contract


@pytest.fixture
def bare(tmp_path, robot):
    return Product(tmp_path, robot.url)


def test_serve_refuses_a_database_without_migrations(bare):
    refused = bare.command("serve", check=False)

    assert refused.returncode != 0
    assert "manage.py migrate" in refused.stderr


def test_serve_refuses_to_start_without_a_keyring(bare):
    bare.command("migrate")

    refused = bare.command("serve", check=False)

    assert refused.returncode != 0
    assert "keyring init" in refused.stderr


def test_a_keyring_is_made_before_there_are_tables(bare):
    made = bare.command("keyring", "init")

    assert "Back it up, apart from the database" in made.stdout
    assert made.stderr == ""


@pytest.mark.parametrize("word", ["status", "verify", "rotate"])
def test_a_command_that_counts_values_says_that_there_are_no_tables_yet(bare, word):
    bare.command("keyring", "init")

    refused = bare.command("keyring", word, check=False)

    assert (refused.returncode, refused.stderr) == (
        1, "CommandError: The database has no tables yet. Make them with: manage.py migrate\n",
    )  # fmt: skip


def test_a_missing_secret_key_is_named(bare):
    del bare.env["SECRET_KEY"]

    refused = bare.command("check", check=False)

    assert refused.returncode != 0
    assert "SECRET_KEY is not set" in refused.stderr


def test_create_access_token_prints_the_token_alone(product):
    assert product.token("read").startswith("wcn_")


def test_serve_stops_cleanly_when_interrupted(bare):
    bare.prepare()
    bare.start()

    assert bare.stop() == 0


def test_a_server_that_does_not_dispatch_is_ready_once_a_worker_does(bare):
    bare.prepare()
    bare.start("--no-dispatch")
    alone = requests.get(f"{bare.url}/readyz", timeout=5)
    worker = subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=ROOT, env=bare.env)

    assert (alone.status_code, [*alone.json()["faults"]]) == (503, ["dispatcher"])
    assert eventually(lambda: requests.get(f"{bare.url}/readyz", timeout=5).ok)
    worker.terminate()
    worker.wait(timeout=30)
    assert requests.get(f"{bare.url}/readyz", timeout=5).status_code == 503
    bare.stop()


def test_the_demo_is_refused_outside_debug(product):
    refused = product.command("seed_demo", check=False)

    assert refused.returncode != 0
    assert "DEBUG" in refused.stderr

"""What an operator types, and the sentence when something is missing."""

from __future__ import annotations

import pytest

from tests.contract.product import Product

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


def test_the_demo_is_refused_outside_debug(product):
    refused = product.command("seed_demo", check=False)

    assert refused.returncode != 0
    assert "DEBUG" in refused.stderr

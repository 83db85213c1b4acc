"""What is wrong with the room's settings is said before the server starts."""

from __future__ import annotations

import json

import pytest
from django.core.checks import run_checks
from django.db import DatabaseError

from credentials.models import Credential
from sealing.keyring import Keyring
from sealing.keys import Purpose


def found(*, deploy=False, databases=None):
    checks = run_checks(include_deployment_checks=deploy, databases=databases)
    return {each.id: each for each in checks if each.id and each.id.startswith("credentials.")}


def test_sound_settings_pass(keyring):
    assert found(deploy=True) == {}


def test_a_missing_keyring_counts_on_deployment_only(settings, tmp_path):
    settings.KEYRING_FILE = tmp_path / "none.json"

    assert found() == {}
    assert found(deploy=True)["credentials.E001"].hint == "Make one with: manage.py keyring init"


def test_a_damaged_keyring_is_refused(keyring, settings):
    settings.KEYRING_FILE.write_text("{}")

    faults = found(deploy=True)
    assert list(faults) == ["credentials.E002"]
    assert "Restore the keyring from its backup" in faults["credentials.E002"].hint


def test_a_key_that_is_not_what_its_id_says_is_refused(keyring, settings):
    text = keyring.text().replace(keyring.primary_key_id, Keyring.create().primary_key_id)
    settings.KEYRING_FILE.write_text(text)

    assert "holds another key than its id says" in found()["credentials.E002"].hint


def test_an_authority_that_does_not_exist_is_named(settings):
    settings.WECOM_CA_BUNDLE = "/none/ca.pem"

    assert found()["credentials.E003"].msg == "WECOM_CA_BUNDLE names /none/ca.pem, which does not exist."


@pytest.mark.parametrize("proxy", ["socks5://proxy:1080", "proxy.example.com:3128", "http://"])
def test_a_proxy_that_is_no_http_address_is_refused(settings, proxy):
    settings.WECOM_PROXY = proxy

    assert proxy not in found()["credentials.E004"].msg


def test_no_endpoint_at_all_is_refused(settings):
    settings.WECOM_ENDPOINTS = {}

    assert found()["credentials.E005"].msg == "WECOM_ENDPOINTS is empty."


def test_values_whose_key_is_missing_are_counted(credential, shops_own, keyring, settings):
    assert found(databases=["default"]) == {}

    Keyring.create().write(settings.KEYRING_FILE)
    told = found(databases=["default"])["credentials.W006"]

    key_id = keyring.primary_key_id
    assert told.msg == f"The keyring lacks key {key_id}: 2 stored values cannot be opened."
    assert told.hint.startswith("Restore the keyring that has this key")


def test_values_that_are_not_sealed_are_counted(credential, shops_own):
    Credential.objects.filter(pk=credential.pk).update(sealed_key="plain")

    told = found(databases=["default"])
    assert list(told) == ["credentials.W007"]
    assert told["credentials.W007"].msg == "1 stored values are no sealed ones."


def test_the_database_is_asked_only_where_it_may_be(credential, django_assert_num_queries):
    with django_assert_num_queries(0):
        found(deploy=True)


def test_a_database_without_tables_lacks_nothing(keyring, db, monkeypatch):
    def fails():
        raise DatabaseError("no such table")

    monkeypatch.setattr("credentials.checks.lacking", fails)
    assert found(databases=["default"]) == {}


@pytest.mark.parametrize("purpose", ["sealing", *Purpose])
def test_a_secret_key_out_of_the_keyring_is_refused(keyring, settings, purpose):
    entry = json.loads(keyring.text())[purpose][0]
    settings.SECRET_KEY = entry.get("private") or entry["key"]

    refused = found()["credentials.E008"]
    assert refused.msg == "SECRET_KEY is one of the keyring's keys."
    assert settings.SECRET_KEY not in refused.hint


def test_a_public_keyring_is_checked_as_well(keyring, settings):
    keyring.public().write(settings.KEYRING_FILE)
    settings.SECRET_KEY = json.loads(keyring.text())["hooks"][0]["key"]

    assert list(found()) == ["credentials.E008"]


@pytest.mark.parametrize("mode", [0o755, 0o705, 0o751])
def test_a_data_folder_with_the_keyring_that_others_may_read_is_told(keyring, settings, tmp_path, mode):
    settings.DATA_DIR = tmp_path
    assert found() == {}

    tmp_path.chmod(mode)
    told = found()["credentials.W009"]
    tmp_path.chmod(0o700)

    assert told.msg == f"Other users may look into DATA_DIR, and the keyring is in it (mode {mode:04o})."
    assert told.hint == f"Close it with: chmod o-rwx {tmp_path}"


@pytest.mark.parametrize(
    "begins", [b"SQLite format 3\0...", b"PGDMP...", b"--\n-- PostgreSQL database dump\n"]
)
def test_a_backup_beside_the_keyring_is_told(keyring, tmp_path, begins):
    (tmp_path / "monday").write_bytes(begins)

    assert found()["credentials.W009"].msg == "A backup lies beside the keyring: monday."


def test_the_databases_in_use_and_other_files_are_no_backups(keyring, settings, tmp_path):
    settings.SIMULATOR_FILE = tmp_path / "simulator.sqlite3"
    for name in ("simulator.sqlite3", "wecomnotify.sqlite3.replaced-20261125-120000"):
        (tmp_path / name).write_bytes(b"SQLite format 3\0...")
    (tmp_path / "notes.txt").write_text("SQLite")
    (tmp_path / "static").mkdir()

    assert found() == {}

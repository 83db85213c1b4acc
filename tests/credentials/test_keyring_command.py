"""`manage.py keyring`: keys are made once, renewed while everything runs, and never taken out in use."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from credentials.models import Credential
from sealing.boxes import key_id_of, seal
from sealing.errors import PrivateKeyMissing
from sealing.keyring import Keyring
from tests.credentials.conftest import KEY, MESSAGE, URL


def run(*words):
    printed = io.StringIO()
    call_command("keyring", *words, stdout=printed, stderr=printed)
    return printed.getvalue()


def opened(credential, settings):
    credential.refresh_from_db()
    return credential._open(Keyring.read(settings.KEYRING_FILE)).reveal()


def test_init_makes_a_file_for_its_owner_alone(db, settings, tmp_path):
    settings.KEYRING_FILE = tmp_path / "new" / "keyring.json"

    printed = run("init")

    made = Keyring.read(settings.KEYRING_FILE)
    assert f"with the sealing key {made.primary_key_id}." in printed
    assert "Back it up, apart from the database" in printed
    assert settings.KEYRING_FILE.stat().st_mode & 0o777 == 0o600


def test_init_never_replaces_a_keyring(keyring, settings):
    before = settings.KEYRING_FILE.read_text()

    with pytest.raises(CommandError, match=r"There is a keyring at .* already"):
        run("init")

    assert settings.KEYRING_FILE.read_text() == before


def test_status_counts_what_each_key_seals(credential, shops_own, keyring):
    line = next(line for line in run("status").splitlines() if keyring.primary_key_id in line)

    assert line.split() == [
        "sealing",
        keyring.primary_key_id,
        f"{keyring.primary.created:%Y-%m-%d}",
        "2",
        "values",
        "primary,",
        "opens",
    ]


def test_status_names_keys_that_are_missing(credential, keyring, settings):
    Keyring.create().write(settings.KEYRING_FILE)

    assert f"missing      {keyring.primary_key_id}" in run("status")


def test_rotation_reseals_under_the_new_key(credential, keyring, settings):
    run("add")
    printed = run("rotate")

    credential.refresh_from_db()
    primary = Keyring.read(settings.KEYRING_FILE).primary_key_id
    assert printed == f"1 credentials sealed anew with {primary}.\n"
    assert key_id_of(credential.sealed_key) == primary != keyring.primary_key_id
    assert opened(credential, settings) == KEY


def test_rotation_can_be_repeated(credential, settings):
    run("add")
    run("rotate")

    assert run("rotate") == "0 stored values sealed anew.\n"


def test_a_key_replaced_during_rotation_stays_the_new_one(credential, root, settings, monkeypatch):
    run("add")

    def replaces_first(secret, **more):
        Credential.objects.get(pk=credential.pk).replace_key("another-key-0001", by=root)
        return seal(secret, **more)

    monkeypatch.setattr("credentials.resealing.seal", replaces_first)
    run("rotate")

    assert opened(credential, settings) == "another-key-0001"


def test_a_key_in_use_is_not_retired(credential, keyring, settings):
    run("add")

    with pytest.raises(CommandError, match=f"1 stored values are sealed with {keyring.primary_key_id}"):
        run("retire", keyring.primary_key_id)

    assert Keyring.read(settings.KEYRING_FILE).pair(keyring.primary_key_id)


def test_an_unused_key_is_retired(credential, keyring, settings):
    run("add")
    run("rotate")
    run("retire", keyring.primary_key_id)

    assert len(Keyring.read(settings.KEYRING_FILE).pairs) == 1
    assert opened(credential, settings) == KEY


def test_verify_prints_ids_and_never_keys(credential, shops_own):
    Credential.objects.filter(pk=shops_own.pk).update(sealed_key=credential.sealed_key)
    printed = io.StringIO()

    with pytest.raises(CommandError, match=r"1 stored values do not open, 1 do\. Nothing was blanked"):
        call_command("keyring", "verify", stdout=printed, stderr=printed)

    assert printed.getvalue().startswith(f"credential {shops_own.pk}: The value sealed with key")
    assert KEY not in printed.getvalue()


def test_the_exported_keyring_seals_and_does_not_open(register, root, settings, tmp_path, keyring):
    run("export", "--public", "--to", str(tmp_path / "web.json"))
    settings.KEYRING_FILE = tmp_path / "web.json"

    made = register("By the web", webhook=URL)

    with pytest.raises(PrivateKeyMissing):
        opened(made, settings)
    assert made.post(MESSAGE).errmsg == "sealing key missing"
    assert "private" not in json.dumps(json.loads((tmp_path / "web.json").read_text())["sealing"])


def test_rotation_names_what_does_not_open_and_goes_on(credential, shops_own, settings):
    Credential.objects.filter(pk=shops_own.pk).update(sealed_key=credential.sealed_key)
    run("add")
    printed = io.StringIO()

    with pytest.raises(CommandError, match=r"1 stored values do not open, 1 do\. Nothing was blanked"):
        call_command("keyring", "rotate", stdout=printed, stderr=printed)

    assert printed.getvalue().startswith(f"credential {shops_own.pk}: The value sealed with key")
    assert opened(credential, settings) == KEY


def test_status_counts_what_is_no_sealed_value(credential):
    Credential.objects.update(sealed_key="plain")

    assert "missing      unreadable" in run("status")


def test_long_runs_show_progress(credential, shops_own, monkeypatch):
    monkeypatch.setattr("credentials.management.telling.PROGRESS_ROWS", 2)

    assert run("verify") == "2 of 2 open …\n2 credentials open.\n"

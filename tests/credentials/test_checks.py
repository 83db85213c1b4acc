"""What is wrong with the room's settings is said before the server starts."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks

from sealing.keyring import Keyring


def found(*, deploy=False):
    checks = run_checks(include_deployment_checks=deploy)
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

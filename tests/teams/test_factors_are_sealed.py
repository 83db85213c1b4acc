from __future__ import annotations

import json

import pytest
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from sealing.errors import KeyringMissing, Tampered
from sealing.keyring import Keyring
from sealing.keys import Purpose
from teams.sealed_values import rows_by_key_id

pytestmark = pytest.mark.django_db
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def answering(rf):
    """Answer a request of a person, as long as the block lasts."""

    def of(person):
        request = rf.get("/")
        request.user, request.session = person, {}
        return request_context(request)

    return of


@pytest.fixture
def factor(keyring, answering, alice):
    with answering(alice):
        return auth.TOTP.activate(alice, SEED).instance


def current_code():
    return auth.format_hotp_value(auth.hotp_value(SEED, next(auth.yield_hotp_counters_from_time())))


def test_the_database_does_not_hold_the_seed(factor, keyring):
    stored = Authenticator.objects.get().data

    assert SEED not in json.dumps(stored)
    assert rows_by_key_id() == {keyring.primary_symmetric(Purpose.TOTP).key_id: 1}


def test_its_person_opens_it_and_a_code_counts_once(factor, answering, alice):
    with answering(alice):
        code = current_code()
        assert [auth.TOTP(factor).validate_code(code) for _ in range(2)] == [True, False]


def test_in_another_persons_row_it_does_not_open(factor, answering, bob):
    Authenticator.objects.update(user=bob)
    with answering(bob), pytest.raises(Tampered):
        auth.TOTP(Authenticator.objects.get()).validate_code("000000")


def test_the_seed_of_recovery_codes_is_sealed_and_each_code_counts_once(keyring, answering, alice):
    with answering(alice):
        codes = RecoveryCodes.activate(alice)
        first = codes.generate_codes()[0]
        assert Authenticator.objects.get().data["seed"].startswith("wv1.s.")
        assert [codes.validate_code(first) for _ in range(2)] == [True, False]


def test_who_is_nobody_opens_nothing(factor, answering):
    with answering(AnonymousUser()), pytest.raises(PermissionDenied):
        auth.TOTP(factor).validate_code("000000")


def test_without_a_keyring_it_says_what_to_do(settings, tmp_path, answering, alice):
    settings.KEYRING_FILE = tmp_path / "none.json"
    with answering(alice), pytest.raises(KeyringMissing, match="keyring init"):
        auth.TOTP.activate(alice, SEED)


def test_a_new_key_takes_the_seeds_over(factor, keyring, settings, answering, alice):
    call_command("keyring", "add", "--for", "totp", verbosity=0)
    call_command("keyring", "rotate", verbosity=0)

    newest = Keyring.at(settings.KEYRING_FILE).primary_symmetric(Purpose.TOTP).key_id
    assert rows_by_key_id() == {newest: 1}
    with answering(alice):
        assert auth.TOTP(Authenticator.objects.get()).validate_code(current_code())

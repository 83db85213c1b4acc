"""A password is long, not one of the common ones, of any characters, and taken exactly as it was typed."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from teams.models import User
from tests.conftest import PASSWORD
from wecomnotify import people_settings

pytestmark = pytest.mark.django_db
CHANGE = "/accounts/password/"
FAMILIAR = 3000


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


def changed(client, new, *, again=None):
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new if again is None else again}
    return client.post(CHANGE, form)


@pytest.mark.asvs("V6.2.1")
@pytest.mark.parametrize(("length", "code"), [(11, 422), (12, 302)])
def test_twelve_characters_are_enough_and_fewer_are_not(as_user, alice, length, code):
    assert changed(as_user(alice), "vq8hz-mxk3wt"[:length]).status_code == code


@pytest.mark.asvs("V6.2.4")
def test_the_commonest_passwords_are_refused():
    listed = gzip.decompress(Path(CommonPasswordValidator().DEFAULT_PASSWORD_LIST_PATH).read_bytes())
    common = listed.decode().split()

    assert len(common) > FAMILIAR
    for password in [*common[:FAMILIAR], *(each.upper() for each in common[:100])]:
        with pytest.raises(ValidationError):
            password_validation.validate_password(password)


@pytest.mark.asvs("V6.2.5")
@pytest.mark.parametrize(
    "new", ["xqzjvkwpmbtyh", "XQZJVKWPMBTYH", "830174925610", "密碼密碼好長的密碼一二三", "            ☂"]
)
def test_no_kind_of_character_is_asked_for(new):
    rules = password_validation.get_password_validators(people_settings.AUTH_PASSWORD_VALIDATORS)
    password_validation.validate_password(new, password_validators=rules)


@pytest.mark.asvs("V6.2.8")
@pytest.mark.parametrize("new", ["  Blanks around  it  ", "Ünï-cödé-Påss", "capital AND small"])
def test_it_is_taken_exactly_as_it_was_typed(as_user, client, alice, new):
    assert changed(as_user(alice), new).status_code == 302

    alice.refresh_from_db()
    assert alice.check_password(new)
    for other in {new.strip(), new.lower(), new[:-1], new.swapcase()} - {new}:
        assert not alice.check_password(other)


@pytest.mark.asvs("V6.2.9")
def test_a_long_one_is_taken_whole(as_user, alice):
    new = "long words that nobody guesses, " * 3
    assert changed(as_user(alice), new).status_code == 302

    alice.refresh_from_db()
    assert alice.check_password(new)
    assert not alice.check_password(new[:-1])


@pytest.mark.asvs("V11.4.2")
def test_it_is_kept_by_a_slow_function(settings):
    settings.PASSWORD_HASHERS = people_settings.PASSWORD_HASHERS

    kept = make_password(PASSWORD)

    name, work, _, block, lanes, _ = kept.split("$")
    assert (name, int(work) >= 2**14, int(block) >= 8, int(lanes) >= 1) == ("scrypt", True, True, True)
    assert check_password(PASSWORD, kept)


@pytest.mark.asvs("V6.3.2")
def test_no_account_comes_with_the_product(db, settings):
    assert not User.objects.exists()
    settings.DEBUG = settings.HAS_SIMULATOR = False
    with pytest.raises(CommandError, match="with DEBUG=true only"):
        call_command("seed_demo")
    assert not User.objects.exists()

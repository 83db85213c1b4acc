"""A missing keyring, a missing key, a wrong key and a changed value are told apart; nothing is blanked."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from credentials.answers import Answer, Fault, Outcome
from credentials.models import Credential
from sealing.keyring import Keyring
from tests.credentials.conftest import KEY, MESSAGE

pytestmark = pytest.mark.asvs("V16.5.3")

ACCEPTED = Answer(outcome=Outcome.ACCEPTED, http_status=200, errcode=0, errmsg="ok")


@pytest.fixture
def registered(wecom, register):
    wecom.add_robot(KEY)
    return register(webhook=wecom.webhook_url(KEY))


def told(credential):
    before = Credential.objects.values_list("sealed_key", flat=True).get(pk=credential.pk)
    answer = credential.post(MESSAGE)
    assert Credential.objects.values_list("sealed_key", flat=True).get(pk=credential.pk) == before
    return answer.outcome, answer.errmsg


def test_a_key_that_opens_sends(registered, wecom):
    assert registered.post(MESSAGE).outcome == Outcome.ACCEPTED
    assert len(wecom.messages(KEY)) == 1


def test_a_missing_keyring(registered, settings, wecom):
    settings.KEYRING_FILE.unlink()

    assert told(registered) == (Outcome.KEY_UNAVAILABLE, Fault.KEYRING_MISSING)
    assert wecom.calls == []


def test_a_keyring_open_to_others(registered, settings):
    settings.KEYRING_FILE.chmod(0o644)

    assert told(registered) == (Outcome.KEY_UNAVAILABLE, Fault.KEYRING_UNREADABLE)


def test_a_keyring_without_the_key(registered, settings):
    Keyring.create().write(settings.KEYRING_FILE)

    assert told(registered) == (Outcome.KEY_UNAVAILABLE, Fault.KEY_MISSING)


def test_the_web_tiers_keyring(registered, settings, keyring):
    keyring.public().write(settings.KEYRING_FILE)

    assert told(registered) == (Outcome.KEY_UNAVAILABLE, Fault.KEY_MISSING)


def test_a_key_that_is_not_what_its_id_says(registered, settings):
    content = json.loads(settings.KEYRING_FILE.read_text())
    other = json.loads(Keyring.create().text())
    content["sealing"][0] |= {
        name: value for name, value in other["sealing"][0].items() if name.startswith("p")
    }
    settings.KEYRING_FILE.write_text(json.dumps(content))

    assert told(registered) == (Outcome.KEY_UNAVAILABLE, Fault.WRONG_KEY)


def test_a_value_moved_from_another_credential(registered, register):
    other = register("Other")
    Credential.objects.filter(pk=registered.pk).update(sealed_key=other.sealed_key)
    registered.refresh_from_db()

    assert told(registered) == (Outcome.KEY_UNAVAILABLE, Fault.TAMPERED)


def test_a_credential_moved_to_another_endpoint(registered, settings):
    Credential.objects.filter(pk=registered.pk).update(endpoint="public")
    registered.refresh_from_db()

    assert told(registered) == (Outcome.KEY_UNAVAILABLE, Fault.TAMPERED)


@pytest.mark.parametrize("value", ["", "plain-text-key-0001", "wv1.h.0000000000000000.AAAA"])
def test_what_is_no_sealed_value_is_never_taken_for_a_key(registered, value, wecom):
    Credential.objects.filter(pk=registered.pk).update(sealed_key=value)
    registered.refresh_from_db()

    assert told(registered)[0] == Outcome.KEY_UNAVAILABLE
    assert wecom.calls == []


def test_an_endpoint_that_is_gone(registered, settings):
    settings.WECOM_ENDPOINTS = {"public": "https://qyapi.weixin.qq.com"}

    assert told(registered) == (Outcome.KEY_UNAVAILABLE, Fault.ENDPOINT)


def test_the_last_use_is_kept(registered):
    registered.record_use(registered.post(MESSAGE))

    registered.refresh_from_db()
    assert (registered.last_outcome, registered.last_errcode) == (Outcome.ACCEPTED, 0)
    assert registered.last_answer.is_accepted
    assert registered.last_used_at is not None


def test_the_same_again_within_a_minute_is_not_written(registered, django_assert_num_queries):
    registered.record_use(ACCEPTED)
    with django_assert_num_queries(0):
        registered.record_use(ACCEPTED)

    registered.last_used_at -= timedelta(minutes=1)
    with django_assert_num_queries(1):
        registered.record_use(ACCEPTED)


def test_what_came_out_otherwise_is_written_at_once(registered):
    registered.record_use(ACCEPTED)
    registered.record_use(Answer(outcome=Outcome.SERVER_ERROR, http_status=500))

    registered.refresh_from_db()
    assert registered.last_outcome == Outcome.SERVER_ERROR


def test_the_use_of_a_credential_deleted_meanwhile_is_dropped(registered, root):
    answer = registered.post(MESSAGE)
    Credential.objects.get().remove(by=root)

    registered.record_use(answer)

    assert not Credential.objects.exists()

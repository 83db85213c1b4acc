"""/healthz says that the process lives, /readyz whether it could do its work."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from credentials.models import Credential
from notifications.models import DispatcherHeartbeat
from sealing.keyring import Keyring
from wecomnotify import readiness
from wecomnotify.health import REPEATED_SECONDS, WARNINGS, Remembered, Repeated


@pytest.fixture
def dispatcher(db):
    return DispatcherHeartbeat.objects.create(seen_at=timezone.now())


def test_a_living_process_says_ok(client):
    assert client.get("/healthz").content == b"ok\n"


def test_everything_there_is_ready(client, keyring, dispatcher):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"ready": True, "faults": {}, "warnings": {}})


def test_without_a_dispatcher_it_is_not_ready(client, keyring, db):
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "manage.py worker" in answer.json()["faults"]["dispatcher"]


def test_without_a_keyring_it_is_not_ready(client, settings, tmp_path, dispatcher):
    settings.KEYRING_FILE = tmp_path / "none.json"

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "keyring init" in answer.json()["faults"]["keyring"]


@pytest.fixture
def asked_anew(monkeypatch):
    """Let `/readyz` look at the keys each time."""
    monkeypatch.setitem(WARNINGS, "keys", readiness.lacking_keys)


def test_values_whose_key_is_lacking_are_warned_of(client, keyring, dispatcher, settings, root, asked_anew):
    Credential.register(name="Group", webhook="0123abcd-0000-4000-8000-000000000001", by=root)
    Keyring.create().write(settings.KEYRING_FILE)

    answer = client.get("/readyz")

    key_id = keyring.primary_key_id
    assert (answer.status_code, answer.json()["warnings"]) == (
        200,
        {
            "keys": f"The keyring lacks key {key_id} (1 values). "
            "Restore the keyring that has it (docs/keys.md)."
        },
    )


def test_values_that_are_no_sealed_ones_are_warned_of(client, keyring, dispatcher, root, asked_anew):
    Credential.register(name="Group", webhook="0123abcd-0000-4000-8000-000000000001", by=root)
    Credential.objects.update(sealed_key="plain")

    assert client.get("/readyz").json()["warnings"] == {
        "keys": "1 values are no sealed ones: manage.py keyring verify  finds them."
    }


def test_what_reads_much_is_asked_once_in_a_while(monkeypatch):
    clock = iter([100.0, 110.0, 100.0 + REPEATED_SECONDS])
    monkeypatch.setattr("wecomnotify.health.monotonic", lambda: next(clock))
    answers = iter(["lacks a key", "", "never asked"])
    check = Repeated(lambda: next(answers))

    assert [check(), check(), check()] == ["lacks a key", "lacks a key", ""]


def test_a_complete_database_lacks_nothing(db):
    assert readiness.missing_database() == ""
    assert readiness.missing_migrations() == ""


def test_a_good_answer_is_remembered_and_a_bad_one_asked_again():
    answers = ["The database lacks 2 migrations.", ""]
    check = Remembered(lambda: answers.pop(0))

    assert [check(), check(), check()] == ["The database lacks 2 migrations.", "", ""]


def test_a_second_look_reads_no_migration(client, keyring, dispatcher, django_assert_max_num_queries):
    client.get("/readyz")

    with django_assert_max_num_queries(9) as captured:
        assert client.get("/readyz").status_code == 200
    assert "django_migrations" not in " ".join(query["sql"] for query in captured.captured_queries)


def test_a_dispatcher_that_fell_silent_is_none(client, keyring, dispatcher):
    too_long = timezone.timedelta(seconds=readiness.DISPATCHER_SILENCE_SECONDS + 1)
    DispatcherHeartbeat.objects.update(seen_at=timezone.now() - too_long)

    assert [*client.get("/readyz").json()["faults"]] == ["dispatcher"]


def test_a_database_that_is_away_is_the_one_fault_that_is_told(client, keyring, dispatcher, monkeypatch):
    def away(*_):
        raise OperationalError("connection refused")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(connection, "cursor", away)
        answer = client.get("/readyz")

    assert (answer.status_code, [*answer.json()["faults"]]) == (503, ["database"])

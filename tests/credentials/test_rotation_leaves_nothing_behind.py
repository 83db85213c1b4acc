"""`keyring rotate` goes on until nothing is under another key, whoever writes meanwhile."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from credentials import resealing
from credentials.models import Credential
from credentials.resealing import count_under_other_keys
from sealing.boxes import seal
from sealing.keyring import Keyring
from sealing.secret import Secret


def run(*words):
    printed = io.StringIO()
    call_command("keyring", *words, stdout=printed, stderr=printed)
    return printed.getvalue()


def current(settings):
    return Keyring.read(settings.KEYRING_FILE)


@pytest.fixture
def many(register, root):
    """Five credentials, whose keys say their numbers."""
    return [register(f"Group {number}", webhook=f"key-of-group-{number}") for number in range(5)]


def everything_opens(credentials, settings):
    for number, credential in enumerate(credentials):
        credential.refresh_from_db()
        assert credential._open(current(settings)).reveal() == f"key-of-group-{number}"


@pytest.fixture
def a_server_with_the_older_keyring(many, keyring, monkeypatch):
    """Writes the third credential under the older key, at the moment when rotation writes it."""
    written = []

    def replace(values, fresh):
        if not written:
            token = seal(Secret("written-meanwhile"), keyring=keyring, context=many[2].sealing_context)
            written.append(Credential.objects.filter(pk=many[2].pk).update(sealed_key=token))
        return genuine(values, fresh)

    genuine = resealing._replace
    monkeypatch.setattr("credentials.resealing._replace", replace)
    return many[2]


def test_what_is_written_under_the_older_key_meanwhile_is_sealed_on_a_later_pass(
    a_server_with_the_older_keyring, settings
):
    run("add")

    assert run("rotate").startswith("5 credentials sealed anew")
    written = a_server_with_the_older_keyring
    written.refresh_from_db()
    assert written._open(current(settings)).reveal() == "written-meanwhile"
    assert count_under_other_keys(current(settings)) == 0


def test_what_does_not_open_is_told_once_and_ends_the_passes(many, settings):
    Credential.objects.filter(pk=many[0].pk).update(sealed_key=many[1].sealed_key)
    run("add")
    printed = io.StringIO()

    with pytest.raises(CommandError, match="1 stored values do not open, 4 do"):
        call_command("keyring", "rotate", stdout=printed, stderr=printed)

    assert printed.getvalue().count(str(many[0].pk)) == 1
    assert count_under_other_keys(current(settings)) == 1


def test_rows_are_committed_some_at_a_time(many, settings, monkeypatch):
    monkeypatch.setattr("credentials.resealing.BATCH_ROWS", 2)
    naps = []
    monkeypatch.setattr("credentials.resealing.time.sleep", naps.append)
    run("add")

    run("rotate", "--sleep", "0.5")

    assert naps == [0.5, 0.5, 0.5]
    everything_opens(many, settings)


def test_a_batch_is_one_transaction(many):
    run("add")

    with CaptureQueriesContext(connection) as asked:
        run("rotate")

    starts = [query["sql"].split()[0] for query in asked]
    begun, ended = starts.index("SAVEPOINT"), starts.index("RELEASE")
    assert starts[begun + 1 : ended] == ["UPDATE"] * 5


def test_a_limit_stops_and_the_next_run_goes_on(many, settings):
    run("add")

    assert run("rotate", "--limit", "3").endswith("2 are left. Go on with: manage.py keyring rotate\n")
    assert count_under_other_keys(current(settings)) == 2
    assert run("rotate", "--limit", "3").startswith("2 credentials sealed anew")
    everything_opens(many, settings)


@pytest.mark.parametrize(
    "words", [("--limit", "0"), ("--limit", "-1"), ("--sleep", "-1"), ("--sleep", "nan")]
)
def test_a_limit_or_pause_that_makes_no_sense_is_refused(words):
    with pytest.raises(CommandError, match=f"argument {words[0]}: invalid"):
        run("rotate", *words)


def test_progress_says_how_many_of_how_many(many, monkeypatch):
    monkeypatch.setattr("credentials.management.telling.PROGRESS_ROWS", 2)
    run("add")

    assert run("rotate").splitlines()[:2] == ["2 of 5 sealed anew …", "4 of 5 sealed anew …"]


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_shows_a_bar_that_grows(many, monkeypatch, settings):
    monkeypatch.setattr("credentials.management.telling.PROGRESS_ROWS", 2)
    run("add")
    screen = Terminal()

    call_command("keyring", "rotate", stdout=screen, no_color=True)

    assert screen.getvalue() == (
        f"\r[{'#' * 12}{'.' * 18}] 2 of 5 sealed anew …"
        f"\r[{'#' * 24}{'.' * 6}] 4 of 5 sealed anew …\n"
        f"5 credentials sealed anew with {current(settings).primary_key_id}.\n"
    )


def test_a_fault_stands_on_a_line_of_its_own(many, monkeypatch):
    monkeypatch.setattr("credentials.management.telling.PROGRESS_ROWS", 1)
    broken = max(many, key=lambda each: each.pk.hex)
    Credential.objects.filter(pk=broken.pk).update(sealed_key="plain")
    screen = Terminal()

    with pytest.raises(CommandError):
        call_command("keyring", "verify", stdout=screen, stderr=screen, no_color=True)

    assert f"4 of 5 open …\ncredential {broken.pk}: " in screen.getvalue()

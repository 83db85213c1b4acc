"""`kill -9` at any moment of a rotation, and keys replaced meanwhile, leave every key what it is."""

from __future__ import annotations

import io
import itertools
import signal

import pytest
from django.core.management import call_command
from django.db import connection

from credentials.models import Credential, Robot
from credentials.resealing import count_under_other_keys
from credentials.webhook_urls import Webhook
from sealing.boxes import seal
from sealing.keyring import Keyring
from sealing.secret import Secret
from teams.sealed_values import rows_by_key_id
from tests.credentials.rotating import started

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.asvs("V2.3.3")]

ROWS = 300
KILLS = [("sealing", "50"), ("writing", "70"), ("pausing", "3")]


@pytest.fixture
def keys(keyring):
    """Three hundred credentials of one robot, and what each of them holds."""
    robot = Robot.of(Webhook(endpoint="public", key=Secret("robot")), keyring)
    made = [Credential(name=f"Group {number}", endpoint="public", robot=robot) for number in range(ROWS)]
    for number, each in enumerate(made):
        each.sealed_key = seal(Secret(f"key-{number}"), keyring=keyring, context=each.sealing_context)
    Credential.objects.bulk_create(made)
    return {each.pk: f"key-{number}" for number, each in enumerate(made)}


@pytest.fixture
def rotate(settings):
    """Start a rotation beside this process: `rotate("writing", "70")`."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{told['NAME']}"
    else:
        url = f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
    running = []

    def start(*words):
        running.append(started(*words, database_url=url, keyring_file=settings.KEYRING_FILE))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture
def replace_meanwhile(keys, keyring, root):
    """Replace keys until a process has ended; every second one as a server with the older keyring does."""
    numbers = itertools.count()
    order = itertools.cycle(keys)

    def replace(process):
        while process.poll() is None:
            pk, number = next(order), next(numbers)
            new = f"replaced-{number}"
            row = Credential.objects.get(pk=pk)
            if number % 2:
                row.replace_key(new, by=root)
            else:
                token = seal(Secret(new), keyring=keyring, context=row.sealing_context)
                Credential.objects.filter(pk=pk).update(sealed_key=token)
            keys[pk] = new
        return process.communicate()[0].decode()

    return replace


def test_kills_and_edits_leave_every_key_what_it_is(keys, keyring, rotate, replace_meanwhile, settings):
    call_command("keyring", "add", stdout=io.StringIO())
    for moment in KILLS:
        process = rotate(*moment)
        replace_meanwhile(process)
        assert process.returncode == -signal.SIGKILL
    current = Keyring.read(settings.KEYRING_FILE)
    assert 0 < count_under_other_keys(current) < ROWS

    process = rotate()
    printed = process.communicate()[0].decode()

    assert process.returncode == 0, printed
    assert "credentials sealed anew" in printed
    assert rows_by_key_id() == {current.primary_key_id: ROWS}
    call_command("keyring", "retire", keyring.primary_key_id, stdout=io.StringIO())
    left = Keyring.read(settings.KEYRING_FILE)
    assert {each.pk: each._open(left).reveal() for each in Credential.objects.all()} == keys


@pytest.mark.parametrize("moment", KILLS, ids=lambda moment: moment[0])
def test_a_batch_that_was_not_committed_is_as_before(keys, rotate, settings, moment):
    call_command("keyring", "add", stdout=io.StringIO())

    rotate(*moment).communicate()

    done = ROWS - count_under_other_keys(Keyring.read(settings.KEYRING_FILE))
    assert done == {"sealing": 40, "writing": 60, "pausing": 60}[moment[0]]

"""Who delivers chains the audit trail as well, in any number of processes, and tells its end every night."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connections

from notifications.clockwork import clock
from notifications.clockwork.turns import writing
from notifications.delivery import errands, heartbeat
from notifications.delivery.chaining import Chaining
from notifications.delivery.nightly import NightlyPruning
from teams import audit_chain
from teams.models import AuditEntry, AuditLink

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.asvs("V16.4.2")]
WRITERS, EACH = 8, 250


def write_many(name):
    for number in range(EACH):
        with writing():
            AuditEntry.record(actor=None, actor_name=name, verb="x.y", target=str(number))
    connections.close_all()


def test_many_writers_and_two_who_chain_leave_no_gap(keyring, capsys):
    done, chain = threading.Event(), Chaining()

    def chain_on():
        while not done.is_set():
            chain()
        connections.close_all()

    with ThreadPoolExecutor(WRITERS + 2) as pool:
        chaining = [pool.submit(chain_on) for _ in range(2)]
        for written in [pool.submit(write_many, f"writer {each}") for each in range(WRITERS)]:
            written.result()
        done.set()
        for each in chaining:
            each.result()
    audit_chain.seal()

    sequences = list(AuditLink.objects.values_list("sequence", flat=True))
    assert sequences == list(range(1, WRITERS * EACH + 1))
    call_command("audit", "verify")
    assert capsys.readouterr().out == "2,000 entries are chained and as they were written.\n"


def test_a_dispatcher_chains_beside_its_errands(keyring):
    AuditEntry.record(actor=None, verb="x.y", target="z")
    stopping = threading.Event()
    errand = threading.Thread(target=errands.run_until, args=[stopping])
    errand.start()
    try:
        while not AuditLink.objects.exists():
            stopping.wait(0.05)
            assert errand.is_alive()
    finally:
        stopping.set()
        errand.join()

    assert audit_chain.waiting().entries == 0


def test_a_missing_keyring_is_told_once(settings, tmp_path, caplog):
    settings.KEYRING_FILE = tmp_path / "lost.json"
    AuditEntry.record(actor=None, verb="x.y", target="z")
    chain = Chaining()

    chain()
    chain()

    (told,) = caplog.messages
    assert told.startswith(
        f"Audit entries wait to be chained. There is no keyring at {settings.KEYRING_FILE}."
    )
    assert audit_chain.waiting().entries == 1


def test_a_link_that_stops_the_chain_stops_nobody_else(keyring, caplog):
    entry = AuditEntry.record(actor=None, verb="x.y", target="z")
    AuditLink.objects.create(sequence=2**63 - 1, entry=entry, at=clock.now(), key_id="", mac="")
    AuditEntry.record(actor=None, verb="x.y", target="z")
    chain = Chaining()

    chain()
    chain()

    assert caplog.messages == ["Audit entries could not be chained; it is tried again"]


def test_the_end_of_the_chain_is_told_every_night(keyring, caplog):
    caplog.set_level("INFO")
    AuditEntry.record(actor=None, verb="x.y", target="z")
    audit_chain.seal()
    heartbeat.beat(now=clock.now())

    NightlyPruning().tell_head()

    assert audit_chain.head_line() in caplog.messages

"""The canary: one key is typed everywhere and used, then it is looked for in all that is shown or kept."""

from __future__ import annotations

import io
import uuid
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import override_settings

from credentials.models import Credential
from notifications.delivery.dispatcher import Dispatcher
from simulator.standalone import Standalone
from teams.models import AuditEntry
from tests.engines.kept import contents
from tests.security import typing_the_key as typing
from tests.security import using_the_key as using
from tests.security.all_logs import everything_logged
from tests.security.crawl import crawl
from tests.security.witness import Witness, spellings
from tests.security.world import furnish, populated

pytestmark = pytest.mark.django_db
SURFACES = {
    "pages": 900, "api": 300, "logs": 1, "raw logs": 1, "dumpdata": 1, "audit": 5, "sessions": 1,
    "database": 1, "commands": 3, "files": 1,
}  # fmt: skip


class Story:
    """What was done with the key, in the order it happened; the codes say that each way was really gone."""

    def __init__(self, wecom: Standalone) -> None:
        self.wecom, self.key = wecom, str(uuid.uuid4())
        self.witness = Witness(self.key)
        self.world = populated()
        self.codes: dict[str, list] = {}

    def tell(self) -> None:
        url, other_url = (self.wecom.webhook_url(self.wecom.add_robot(key)) for key in (self.key, None))
        furnish(self.world, webhook=self.wecom.webhook_url(self.wecom.add_robot()))
        charlie, alice = (typing.Typist(self.world, self.witness, name) for name in ("charlie", "alice"))
        self.codes = {
            "accepted on pages": [*typing.accepted_on_pages(charlie, url, other_url)],
            "accepted by the API": [*typing.accepted_by_the_api(charlie, url, other_url)],
            "accepted as CSV": [*typing.accepted_as_csv(charlie, url, self.key)],
            "refused on pages": [*typing.refused_on_pages(charlie, url, self.key, other_url)],
            "refused by the API": [*typing.refused_by_the_api(charlie, url, self.key, other_url)],
        }
        key_page = f"/credentials/{self.world.ids['credential']}/key/"
        self.codes["replaced by alice"] = [alice.post(key_page, {"webhook": url})]
        dispatcher = Dispatcher(threads=2)
        dispatcher.start()
        self.codes["sent well"] = [*using.sent_well(alice, self.wecom)]
        self.codes["sent badly"] = [*using.sent_badly(alice, self.wecom, self.key)]
        dispatcher.stop()
        crawl(self.world, self.witness, url)

    def look_at_what_is_kept(self) -> None:
        look = self.witness.look
        look("dumpdata", "dumpdata", printed("dumpdata"))
        for entry in AuditEntry.objects.values():
            look("audit", f"entry {entry['id']}", repr(entry))
        for row in self.all_sessions():
            look("sessions", "a session", repr(row))
        for verb in ("status", "verify"):
            look("commands", f"keyring {verb}", printed("keyring", verb))
        Credential.objects.update(endpoint="public")
        look("commands", "keyring verify on rows that were moved", printed("keyring", "verify"))
        for file in settings.KEYRING_FILE.parent.iterdir():
            look("files", file.name, file.read_bytes())
        for name, content in contents().items():
            look("database", name, content)
        for message in getattr(mail, "outbox", []):
            look("mail", message.subject, message.message().as_string())

    def all_sessions(self):
        from django.contrib.sessions.models import Session  # noqa: PLC0415

        return [(session.session_data, session.get_decoded()) for session in Session.objects.all()]


def printed(*command: str) -> str:
    """Return all a command prints, its complaint too."""
    output = io.StringIO()
    try:
        call_command(*command, stdout=output, stderr=output)
    except CommandError as error:
        output.write(str(error))
    return output.getvalue()


@pytest.fixture(scope="module")
def story(django_db_setup, django_db_blocker, private_settings):
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        wecom = stack.enter_context(Standalone())
        stack.enter_context(override_settings(WECOM_ENDPOINTS={"loopback": wecom.url}))
        stack.callback(cache.clear)
        stack.callback(call_command, "flush", verbosity=0, interactive=False)
        formatted, raw = stack.enter_context(everything_logged())
        told = Story(wecom)
        told.tell()
        told.look_at_what_is_kept()
        told.witness.look("logs", "the log", formatted.getvalue())
        told.witness.look("raw logs", "the log before it is formatted", raw.getvalue())
        yield told


@pytest.mark.asvs("V14.2.1", "V15.3.1", "V16.2.5")
@pytest.mark.parametrize(("surface", "looks"), SURFACES.items())
def test_it_is_not_in(story, surface, looks):
    assert story.witness.leaks[surface] == []
    assert story.witness.looks[surface] >= looks


def test_every_way_was_gone(story):
    assert story.codes == {
        "accepted on pages": [302, 302, 302, 302],
        "accepted by the API": [201, 200, 200, 204],
        "accepted as CSV": [200, 200],
        "refused on pages": [422] * 20,
        "refused by the API": [409] + [400] * 15,
        "replaced by alice": [302],
        "sent well": [200, 200, 200, 202],
        "sent badly": [False] * 4,
    }


def test_the_robot_was_reached_with_it(story):
    reached = [call for call in story.wecom.calls if call.query == f"key={story.key}"]
    assert len(reached) == 8


@pytest.mark.parametrize("spelling", spellings("0123abcd-4567-89ab-cdef-0123456789ab"))
def test_the_witness_would_have_seen_it(spelling):
    witness = Witness("0123abcd-4567-89ab-cdef-0123456789ab")
    witness.look("pages", "here", f"<p>{witness.spellings[spelling]}</p>")
    assert f"here: {spelling}" in witness.leaks["pages"]

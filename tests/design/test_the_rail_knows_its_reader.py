"""The rail shows each person what is theirs to see."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.design.addresses")]
ENTRIES = ["Notification rules", "Deliveries", "Queues", "Pipelines", "Credentials", "Teams"]


def rail(client) -> str:
    return client.get("/gallery/").content.decode().partition('<main id="main"')[0]


def test_everybody_reaches_the_rooms_of_the_product(as_user, vera):
    shown = rail(as_user(vera))

    assert [entry for entry in ENTRIES if f"<span>{entry}</span>" not in shown] == []


@pytest.mark.parametrize(
    ("name", "is_shown"), [("root", True), ("alice", True), ("bob", False), ("vera", False)]
)
def test_the_audit_trail_is_for_administrators_and_owners(as_user, request, name, is_shown):
    person = request.getfixturevalue(name)

    assert ("<span>Audit trail</span>" in rail(as_user(person))) is is_shown


def test_a_persons_menu_has_a_way_out_that_no_link_can_trigger(as_user, alice):
    shown = rail(as_user(alice))

    assert '<form method="post" action="/accounts/logout/">' in shown
    assert '<span class="clip">alice</span>' in shown


def test_plain_http_is_flagged_to_administrators_only(as_user, alice, root, settings):
    settings.IS_HTTPS, settings.DEBUG = False, False
    warning = "People reach this server by plain http"

    assert warning in as_user(root).get("/gallery/").content.decode()
    assert warning not in as_user(alice).get("/gallery/").content.decode()


def test_the_badge_leads_to_what_it_counts(as_user, vera):
    shown = rail(as_user(vera))

    assert 'href="/deliveries/?state=unsent"' in shown
    assert '<span class="count">2<span class="unseen"> not delivered</span></span>' in shown

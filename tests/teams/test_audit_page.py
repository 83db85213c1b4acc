from __future__ import annotations

import re

import pytest

from teams.models import AuditEntry

pytestmark = pytest.mark.django_db

PATH = "/audit/"


@pytest.fixture
def trail(alice, charlie, shop, other):
    AuditEntry.record(actor=alice, verb="step.created", target="Nightly", team=shop)
    AuditEntry.record(actor=alice, verb="step.deleted", target="Weekly", team=shop)
    AuditEntry.record(actor=charlie, verb="pipeline.created", target="web-portal", team=other)


def targets(answer):
    return re.findall(r"Nightly|Weekly|web-portal", answer.content.decode())


def test_an_administrator_reads_everything(as_user, root, trail):
    assert targets(as_user(root).get(PATH)) == ["web-portal", "Weekly", "Nightly"]


def test_an_owner_reads_their_teams_part(as_user, alice, trail):
    assert targets(as_user(alice).get(PATH)) == ["Weekly", "Nightly"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("person=CHAR", ["web-portal"]),
        ("about=step", ["Weekly", "Nightly"]),
        ("about=pipeline&person=charlie", ["web-portal"]),
        ("team=other", ["web-portal"]),
        ("since=2000-01-01&until=2000-01-02", []),
        ("since=2000-01-01&until=2999-01-01", ["web-portal", "Weekly", "Nightly"]),
    ],
)
def test_filters_stand_in_the_address(as_user, root, trail, query, expected):
    assert targets(as_user(root).get(f"{PATH}?{query}")) == expected


def test_a_filter_by_a_strangers_team_is_refused(as_user, alice, trail):
    answer = as_user(alice).get(f"{PATH}?team=other")

    assert answer.status_code == 422
    assert targets(answer) == []


def test_older_entries_are_a_page_further_with_the_same_filters(as_user, alice, shop):
    for number in range(51):
        AuditEntry.record(actor=alice, verb="step.created", target=f"rule {number:02}", team=shop)
    client = as_user(alice)

    first = client.get(f"{PATH}?about=step").content.decode()
    older = re.search(r'href="(\?about=step&amp;cursor=[^"]+)"', first)
    second = client.get(PATH + older[1].replace("&amp;", "&")).content.decode()

    assert "rule 50" in first
    assert "rule 00" not in first
    assert "rule 00" in second
    assert "rule 01" not in second


def test_a_cursor_of_nobodys_making_is_told(as_user, root, trail):
    answer = as_user(root).get(f"{PATH}?cursor=xyz!")

    assert answer.status_code == 422
    assert "start again from the newest" in answer.content.decode()


def test_who_owns_nothing_is_refused(as_user, bob):
    assert as_user(bob).get(PATH).status_code == 403


def test_nothing_found_says_so(as_user, root, trail):
    page = as_user(root).get(f"{PATH}?person=nobody").content.decode()

    assert "Nothing in the trail matches these filters." in page

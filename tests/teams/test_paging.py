from __future__ import annotations

import pytest

from teams.models import AuditEntry, Team
from teams.paging import BadCursorError, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def five(db):
    return [Team.objects.create(slug=f"t{number}", name="Team") for number in range(5)]


def slugs(answer):
    return [team["slug"] for team in answer.json()["items"]]


def test_pages_hold_every_row_once(api_of, root, five):
    api, seen, cursor = api_of(root), [], ""
    for _ in range(3):
        answer = api.get(f"/teams?limit=2&cursor={cursor}")
        seen += slugs(answer)
        cursor = answer.json()["next"]

    assert seen == ["t4", "t3", "t2", "t1", "t0"]
    assert cursor is None


def test_a_row_that_comes_meanwhile_moves_nothing(five):
    first = page_of(Team.objects.all(), limit=2)
    Team.objects.create(slug="new", name="New")

    second = page_of(Team.objects.all(), limit=2, cursor=first.next)

    assert [team.slug for team in second.items] == ["t2", "t1"]


def test_an_exact_page_has_no_next(five):
    assert page_of(Team.objects.all(), limit=5).next is None


def test_an_empty_list_is_a_page():
    page = page_of(AuditEntry.objects.all(), limit=5)

    assert page.items == []
    assert page.next is None


@pytest.mark.parametrize("cursor", ["x", "!!!!", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "é"])
def test_a_cursor_of_nobodys_making_is_named(api_of, alice, cursor):
    answer = api_of(alice).get(f"/teams?cursor={cursor}")

    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {
            "field": "cursor",
            "message": "This is no cursor of ours: leave it out, or use `next` of an earlier answer.",
        }
    ]


@pytest.mark.parametrize("limit", ["0", "201", "many", "-1"])
def test_a_limit_is_from_1_to_200(api_of, alice, limit):
    answer = api_of(alice).get(f"/teams?limit={limit}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "limit"


def test_a_bad_cursor_is_told_to_pages_too(five):
    with pytest.raises(BadCursorError):
        page_of(Team.objects.all(), limit=2, cursor="?")

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db


def test_it_shows_what_each_reported_last(as_user, vera, reported):
    reported("failed")
    reported("succeeded", run="8")

    page = as_user(vera).get("/pipelines/").content.decode()

    assert "Web portal" in page
    assert "shop/web" in page
    assert "Succeeded" in page


def test_a_status_nobody_knows_is_shown_as_it_came(as_user, vera, reported):
    reported("unknown", status_text="TIMEOUT")

    assert "TIMEOUT" in as_user(vera).get("/pipelines/").content.decode()


def test_a_stranger_sees_nothing_of_it(as_user, charlie, web):
    page = as_user(charlie).get("/pipelines/").content.decode()

    assert "Web portal" not in page
    assert "No pipeline yet." in page


def test_a_viewer_is_not_offered_what_is_refused(as_user, vera, web):
    assert "New pipeline" not in as_user(vera).get("/pipelines/").content.decode()


def test_it_is_narrowed_by_name(as_user, bob, web, shop):
    shop.pipelines.create(identifier="api", name="API")

    page = as_user(bob).get("/pipelines/?q=PORTAL").content.decode()

    assert "shop/web" in page
    assert "shop/api" not in page
    assert "No pipeline has this in its name." in as_user(bob).get("/pipelines/?q=zzz").content.decode()


def test_a_wrong_cursor_shows_the_first_page(as_user, bob, web):
    assert "Web portal" in as_user(bob).get("/pipelines/?cursor=nonsense").content.decode()


def test_it_is_paged(as_user, bob, shop):
    for number in range(51):
        shop.pipelines.create(identifier=f"p{number}", name=f"Pipeline {number}")

    first = as_user(bob).get("/pipelines/")
    rest = as_user(bob).get(f"/pipelines/?cursor={first.context['next']}")

    assert (len(first.context["rows"]), len(rest.context["rows"])) == (50, 1)


def test_it_costs_the_same_however_many_there_are(as_user, bob, reported, shop):
    reported()
    signed_in, counts = as_user(bob), []
    for identifiers in ("a", "bcdefgh"):
        for identifier in identifiers:
            shop.pipelines.create(identifier=identifier, name=identifier)
        with CaptureQueriesContext(connection) as queries:
            signed_in.get("/pipelines/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_nobody_enters_without_signing_in(client, web):
    answer = client.get("/pipelines/")

    assert answer.status_code == 302

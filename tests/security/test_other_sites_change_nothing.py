"""A browser says where a request began: what another site had it send changes nothing, token or not."""

from __future__ import annotations

import pytest

from teams.models import AuditEntry
from tests.security.addresses import filled
from tests.security.calls_table import CALLS
from tests.security.pages_table import PAGES
from tests.security.test_every_route_and_role import WITHOUT_A_FORM, call_api

pytestmark = pytest.mark.asvs("V3.5.1")
FORMS = [route for route in PAGES if route not in WITHOUT_A_FORM]


def sent(world, route, site, *, name="root", **how):
    row = PAGES[route]
    path = filled(route, world.ids | {each: world.ids[thing] for each, thing in row.ids.items()})
    return world.browser(name, **how).post(path, row.data, headers={"Sec-Fetch-Site": site})


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("route", FORMS)
def test_a_form_from_another_site_is_refused(world, route, site):
    response = sent(world, route, site)

    assert response.status_code == 403
    assert "This was sent from another site" in response.content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_so_is_every_other_way_to_change_something(world, method):
    browser = world.browser("alice")
    assert getattr(browser, method)("/profile/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("site", ["same-origin", "none", None])
def test_a_form_of_our_own_pages_is_taken(world, site):
    headers = {"Sec-Fetch-Site": site} if site else {}
    response = world.browser("alice").post("/language/", {"language": "ru"}, headers=headers)
    assert response.status_code == 302


def test_a_link_from_another_site_opens_its_page(world):
    response = world.browser("alice").get("/pipelines/", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 200


@pytest.mark.parametrize("route", sorted(WITHOUT_A_FORM - {"api/v1/"}))
def test_what_knows_its_caller_by_a_token_answers_as_ever(world, route):
    assert sent(world, route, "cross-site").status_code == PAGES[route].post[0]


def test_the_api_answers_as_ever(world):
    headers = world.bearer("alice") | {"Sec-Fetch-Site": "cross-site"}
    response = call_api(world, "POST /pipelines", headers=headers, name="")
    assert response.status_code == CALLS["POST /pipelines"].codes[1]


def test_who_was_made_to_send_it_stands_in_the_audit_trail(world):
    sent(world, "teams/<slug:slug>/deletion/", "cross-site", name="alice")

    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.target) == ("access.denied", "POST /teams/shop/deletion/")

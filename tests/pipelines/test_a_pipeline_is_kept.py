from __future__ import annotations

import pytest

from notifications.models import Pipeline

pytestmark = pytest.mark.django_db


@pytest.fixture
def new(shop):
    return {"team": shop.pk, "identifier": "web-portal", "name": "网上商城"}


def test_an_editor_creates_one_and_is_shown_how_to_connect(as_user, bob, new):
    answer = as_user(bob).post("/pipelines/new/", new, follow=True)

    assert answer.redirect_chain == [("/pipelines/shop/web-portal/", 302)]
    page = answer.content.decode()
    assert "“网上商城” is created. Connect it now." in page
    assert "How to connect" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"identifier": "two words"},
            "An identifier has 1 to 100 characters, without spaces, slashes, ?, #, % and backslashes.",
        ),
        ({"identifier": ""}, "This field is required."),
        ({"name": ""}, "This field is required."),
        ({"identifier": "web"}, "This team already has a pipeline with this identifier."),
    ],
)
def test_a_form_with_faults_is_422_with_what_was_typed(as_user, bob, web, new, change, sentence):
    answer = as_user(bob).post("/pipelines/new/", new | change)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Pipeline.objects.count() == 1


def test_a_viewer_has_no_team_to_create_in(as_user, vera, new):
    answer = as_user(vera).post("/pipelines/new/", new)

    assert answer.status_code == 422
    assert not Pipeline.objects.exists()


def test_a_strangers_team_is_no_choice(as_user, charlie, new):
    assert as_user(charlie).post("/pipelines/new/", new).status_code == 422


def test_it_is_renamed(as_user, bob, web):
    answer = as_user(bob).post("/pipelines/shop/web/name/", {"name": "Shop front"})

    web.refresh_from_db()
    assert answer.url == "/pipelines/shop/web/"
    assert web.name == "Shop front"


def test_an_empty_name_is_422_and_the_heading_stays(as_user, bob, web):
    answer = as_user(bob).post("/pipelines/shop/web/name/", {"name": ""})

    assert answer.status_code == 422
    assert "<h1>Web portal</h1>" in answer.content.decode()


def test_it_is_deleted(as_user, bob, web):
    answer = as_user(bob).post("/pipelines/shop/web/deletion/")

    assert answer.url == "/pipelines/"
    assert not Pipeline.objects.exists()


POSTS = ("name", "deletion", "tokens", "hooks", "tokens/1/revocation", "hooks/x/revocation")


@pytest.mark.parametrize("address", ["", *(f"{each}/" for each in POSTS)])
def test_a_stranger_gets_404(as_user, charlie, web, address):
    send = as_user(charlie).post if address else as_user(charlie).get

    assert send(f"/pipelines/shop/web/{address}").status_code == 404


@pytest.mark.parametrize("address", ["name", "deletion", "tokens", "hooks"])
def test_a_viewer_may_only_look(as_user, vera, web, address):
    signed_in = as_user(vera)

    assert signed_in.get("/pipelines/shop/web/").status_code == 200
    assert signed_in.post(f"/pipelines/shop/web/{address}/", {"name": "x"}).status_code == 403
    assert Pipeline.objects.get().name == "Web portal"


@pytest.mark.parametrize("address", POSTS)
def test_a_change_needs_a_post(as_user, bob, web, address):
    assert as_user(bob).get(f"/pipelines/shop/web/{address}/").status_code == 405

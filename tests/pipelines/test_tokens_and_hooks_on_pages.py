from __future__ import annotations

import re

import pytest

from notifications.models import Hook, Token
from sealing.tokens import digest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("web", "keyring")]

PIPELINE, TEAM = "/pipelines/shop/web/", "/teams/shop/connections/"
PLACES = pytest.mark.parametrize("place", [PIPELINE, TEAM])


@PLACES
def test_a_token_is_shown_on_the_answer_and_never_again(as_user, bob, place):
    made = as_user(bob).post(f"{place}tokens/", {"name": "CI"})

    text = re.search(r"wcn_\w{38}", made.content.decode())[0]
    assert made.status_code == 201
    assert "Copy it now: it is not shown again." in made.content.decode()
    assert Token.objects.get().digest == digest(text)
    assert text not in as_user(bob).get(place).content.decode()


@PLACES
def test_a_hook_is_shown_with_its_secret_and_never_again(as_user, bob, place):
    made = as_user(bob).post(f"{place}hooks/", {"source": "gitee"})

    hook = Hook.objects.get()
    secret = hook.secret().reveal()
    assert made.status_code == 201
    assert hook.url in made.content.decode()
    assert secret in made.content.decode()
    shown = as_user(bob).get(place).content.decode()
    assert hook.url in shown
    assert "Grade C" in shown
    assert secret not in shown


@PLACES
@pytest.mark.parametrize(("kind", "body"), [("tokens", {"name": "CI"}), ("hooks", {"source": "gitee"})])
def test_what_nobody_used_yet_says_so(as_user, bob, place, kind, body):
    as_user(bob).post(f"{place}{kind}/", body)

    assert "<td>Not used yet</td>" in as_user(bob).get(place).content.decode().replace(
        ' class="cell-state"', ""
    )


@PLACES
def test_they_are_revoked(as_user, bob, place):
    signed_in = as_user(bob)
    signed_in.post(f"{place}tokens/", {"name": "CI"})
    signed_in.post(f"{place}hooks/", {"source": "gitee"})
    token, hook = Token.objects.get(), Hook.objects.get()

    answers = [
        signed_in.post(f"{place}tokens/{token.pk}/revocation/"),
        signed_in.post(f"{place}hooks/{hook.public_id}/revocation/"),
    ]

    assert [answer.url for answer in answers] == [place, place]
    assert not Token.objects.live().exists()
    assert not Hook.objects.live().exists()


def test_whether_first_events_create_pipelines_is_asked_for_teams_only(as_user, bob):
    signed_in = as_user(bob)
    signed_in.post(f"{TEAM}tokens/", {"name": "yes", "creates_pipelines": "on"})
    signed_in.post(f"{TEAM}tokens/", {"name": "no"})
    signed_in.post(f"{PIPELINE}tokens/", {"name": "never", "creates_pipelines": "on"})

    assert list(Token.objects.order_by("pk").values_list("name", "creates_pipelines")) == [
        ("yes", True),
        ("no", False),
        ("never", False),
    ]
    assert "Create a pipeline from its first event" not in signed_in.get(PIPELINE).content.decode()


@PLACES
@pytest.mark.parametrize(("kind", "body"), [("tokens", {"name": ""}), ("hooks", {"source": "gitea"})])
def test_a_form_with_faults_is_422(as_user, bob, place, kind, body):
    answer = as_user(bob).post(f"{place}{kind}/", body)

    assert answer.status_code == 422
    assert not Token.objects.exists()
    assert not Hook.objects.exists()


@PLACES
def test_without_a_keyring_the_fault_stands_at_the_form(as_user, bob, place, settings, tmp_path):
    settings.KEYRING_FILE = tmp_path / "gone.json"

    answer = as_user(bob).post(f"{place}hooks/", {"source": "gitee"})

    assert answer.status_code == 422
    assert "keyring" in answer.content.decode()
    assert not Hook.objects.exists()


@pytest.mark.parametrize("address", ["", "tokens/", "hooks/", "tokens/1/revocation/", "hooks/x/revocation/"])
def test_a_teams_connections_are_404_for_strangers(as_user, charlie, address):
    send = as_user(charlie).post if address else as_user(charlie).get

    assert send(TEAM + address).status_code == 404


@pytest.mark.parametrize("kind", ["tokens", "hooks"])
def test_a_viewer_sees_a_teams_connections_and_makes_none(as_user, vera, kind):
    signed_in = as_user(vera)

    assert "Make a token" not in signed_in.get(TEAM).content.decode()
    assert signed_in.post(f"{TEAM}{kind}/", {"name": "x", "source": "gitee"}).status_code == 403

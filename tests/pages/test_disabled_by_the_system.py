"""A credential that the system disabled says so, and offers to send what was held."""

from __future__ import annotations

import pytest
from django.utils import timezone

from credentials.models import Credential
from notifications.models import Delivery
from tests.pages.reading import main


@pytest.fixture
def disabled(lane, own):
    Credential.objects.filter(pk=own.pk).update(is_enabled=False, auto_disabled_at=timezone.now())
    Delivery.objects.update(state="held", reason="auto_disabled")
    return own


def test_its_page_says_why_and_what_is_held(as_user, alice, disabled):
    said = main(as_user(alice).get(f"/credentials/{disabled.pk}/"))

    assert "It was disabled: its robot took nothing for five days." in said
    assert "2 messages were held while it was disabled" in said
    assert "They can be sent as soon as the credential is enabled." in said
    assert "Send what waited" not in said


def test_the_home_page_tells_the_owner_until_somebody_enables_it(as_user, alice, disabled):
    said = "“Shop group” was disabled: its robot took nothing for five days."
    client = as_user(alice)
    assert said in main(client.get("/"))

    client.post(f"/credentials/{disabled.pk}/switch/", {"enabled": "true"})
    assert said not in main(client.get("/"))


def test_an_enabled_one_offers_to_send_what_waited(as_user, alice, disabled):
    client = as_user(alice)
    client.post(f"/credentials/{disabled.pk}/switch/", {"enabled": "true"})
    assert "Send what waited" in main(client.get(f"/credentials/{disabled.pk}/"))

    client.post(f"/credentials/{disabled.pk}/held-messages/")
    assert set(Delivery.objects.values_list("state", flat=True)) == {"pending"}
    assert "held while it was disabled" not in main(client.get(f"/credentials/{disabled.pk}/"))


def test_a_disabled_one_sends_nothing(as_user, alice, disabled):
    as_user(alice).post(f"/credentials/{disabled.pk}/held-messages/")

    assert set(Delivery.objects.values_list("state", flat=True)) == {"held"}


def test_who_may_not_send_again_is_not_offered_it(as_user, vera, disabled):
    assert "held while it was disabled" not in main(as_user(vera).get(f"/credentials/{disabled.pk}/"))

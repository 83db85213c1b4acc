"""A message is sent again by whoever may, once asked, or the page says why not."""

from __future__ import annotations

import pytest

from notifications.models import Delivery
from tests.pages.reading import links, main


@pytest.fixture
def dead(step, report):
    (delivery,) = report().deliveries
    Delivery.objects.filter(pk=delivery.pk).update(state="dead", reason="refused")
    return delivery


def test_an_editor_is_asked_where_it_goes(as_user, bob, dead):
    page = as_user(bob).get(f"/deliveries/{dead.pk}/")

    assert "Send this message to “Ops group” again? People it mentions are told." in main(page)
    assert f'action="/deliveries/{dead.pk}/redeliveries/"' in page.content.decode()


def test_a_sent_one_says_that_the_group_has_it(as_user, bob, dead):
    Delivery.objects.filter(pk=dead.pk).update(state="sent")

    said = "“Ops group” has this message. Send it once more? People it mentions are told again."
    assert said in main(as_user(bob).get(f"/deliveries/{dead.pk}/"))


def test_it_becomes_a_delivery_of_its_own(as_user, bob, dead):
    answer = as_user(bob).post(f"/deliveries/{dead.pk}/redeliveries/", follow=True)

    again = Delivery.objects.get(redelivers=dead)
    assert answer.redirect_chain == [(f"/deliveries/{again.pk}/", 302)]
    assert "The message waits for its robot again." in answer.content.decode()
    assert (again.body, again.state) == (dead.body, "pending")
    assert f"/deliveries/{again.pk}/" in links(as_user(bob).get(f"/deliveries/{dead.pk}/"))


def test_what_waits_has_no_button(as_user, bob, dead):
    Delivery.objects.filter(pk=dead.pk).update(state="pending")

    assert "redeliveries" not in as_user(bob).get(f"/deliveries/{dead.pk}/").content.decode()


@pytest.mark.parametrize(("role", "status"), [("vera", 403), ("charlie", 404)])
def test_others_cannot(as_user, request, dead, role, status):
    client = as_user(request.getfixturevalue(role))

    assert client.post(f"/deliveries/{dead.pk}/redeliveries/").status_code == status
    assert not Delivery.objects.filter(redelivers=dead).exists()


def test_a_viewer_has_no_button(as_user, vera, dead):
    assert "redeliveries" not in as_user(vera).get(f"/deliveries/{dead.pk}/").content.decode()


def test_a_disabled_credential_is_the_answer(as_user, bob, root, ops, dead):
    ops.change(by=root, is_enabled=False)

    answer = as_user(bob).post(f"/deliveries/{dead.pk}/redeliveries/")

    assert answer.status_code == 409
    assert "The credential “Ops group” is disabled. Enable it, then redeliver." in main(answer)


def test_a_second_press_is_told_that_the_first_still_waits(as_user, bob, dead):
    client = as_user(bob)
    client.post(f"/deliveries/{dead.pk}/redeliveries/")
    again = Delivery.objects.get(redelivers=dead)

    answer = client.post(f"/deliveries/{dead.pk}/redeliveries/")

    assert answer.status_code == 409
    assert f"Delivery {again.pk} still waits to be sent. Wait for its result." in main(answer)


def test_it_needs_a_post(as_user, bob, dead):
    assert as_user(bob).get(f"/deliveries/{dead.pk}/redeliveries/").status_code == 405


def test_a_pipeline_whose_messages_were_sent_again_can_go(as_user, bob, dead, web):
    as_user(bob).post(f"/deliveries/{dead.pk}/redeliveries/")

    assert as_user(bob).post("/pipelines/shop/web/deletion/").status_code == 302
    assert not type(web).objects.exists()
    assert Delivery.objects.filter(redelivers=dead).exists()

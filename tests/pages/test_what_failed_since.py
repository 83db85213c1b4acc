"""Everything that failed since a moment is found with one press, without what would be refused again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.models import Delivery, Transition
from tests.pages.reading import links, main

pytestmark = pytest.mark.django_db

PAGE = "/deliveries/redeliveries/"


@pytest.fixture
def failed(step, report):
    """Return one that failed at this hour, one three days ago, and one that is held."""
    made = [report(run=str(run)).deliveries[0] for run in (1, 2, 3)]
    Delivery.objects.update(state="dead", reason="gave_up")
    Delivery.objects.filter(pk=made[1].pk).update(created_at=timezone.now() - timedelta(days=3))
    Delivery.objects.filter(pk=made[2].pk).update(state="held", reason="ambiguous")
    return made


def count(client, **query):
    return client.get(PAGE, query).context["census"].count


def typed(moment):
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def test_presets_and_a_moment_narrow_it(as_user, bob, failed):
    client, now = as_user(bob), timezone.now()

    assert count(client) == 3
    assert count(client, period="1h") == 2
    assert count(client, since=typed(now - timedelta(days=4))) == 3
    assert count(client, since=typed(now - timedelta(days=1))) == 2
    # A moment goes before a period.
    assert count(client, since=typed(now - timedelta(days=4)), period="1h") == 3


def test_today_begins_at_midnight_of_the_pages(as_user, bob, failed):
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    Delivery.objects.filter(pk=failed[0].pk).update(created_at=midnight)
    Delivery.objects.filter(pk=failed[2].pk).update(created_at=midnight - timedelta(seconds=1))

    assert count(as_user(bob), period="today") == 1


def test_a_robot_is_chosen_among_those_one_may_see(as_user, bob, failed, ops, register, other):
    client, theirs = as_user(bob), register("Other group", teams=[other])

    assert count(client, credential=ops.pk) == 3
    page = client.get(PAGE, {"credential": theirs.pk})
    assert "Nothing is sent while a filter cannot be read." in main(page)
    assert "Other group" not in page.content.decode()


def test_a_moment_that_cannot_be_read_sends_nothing(as_user, bob, failed):
    assert "Nothing is sent while a filter cannot be read." in main(as_user(bob).get(PAGE, {"since": "noon"}))


def test_what_wecom_refused_is_counted_apart(as_user, bob, failed):
    Delivery.objects.filter(pk=failed[0].pk).update(reason="refused", errcode=40058)
    client = as_user(bob)

    page = client.get(PAGE)
    assert page.context["census"].count == 2
    assert "1 more stays as it is: WeCom refused its content" in main(page)
    assert f"{PAGE}?refused=on" in [f"{PAGE}{link}" for link in links(page) if link.startswith("?")]
    assert count(client, refused="on") == 3
    assert count(client, errcode=40058) == 1


def test_refused_ones_do_not_go_with_the_press(as_user, bob, failed):
    Delivery.objects.filter(pk=failed[0].pk).update(reason="refused")
    as_user(bob).post(PAGE, {"newest": failed[2].pk})

    assert not Delivery.objects.filter(redelivers=failed[0]).exists()
    assert Delivery.objects.open().count() == 2


def test_the_last_outage_is_a_preset(as_user, bob, charlie, failed, ops):
    began = timezone.now() - timedelta(hours=2)
    Transition.objects.create(lane_id=ops.robot_id, kind="opened", reason="backoff", at=began, since=began)

    page = as_user(bob).get(PAGE)
    assert "Ops group stopped" in main(page)
    (leads,) = [link for link in links(page) if f"credential={ops.pk}" in link]
    assert (
        count(as_user(bob), **dict(part.split("=") for part in leads[1:].replace("%3A", ":").split("&"))) == 2
    )
    assert "Ops group" not in main(as_user(charlie).get(PAGE))


def test_the_log_says_since_when_it_is_narrowed(as_user, bob, failed):
    since = typed(timezone.now() - timedelta(days=1))

    page = as_user(bob).get("/deliveries/", {"since": since})
    assert len(page.context["rows"]) == 2
    assert "Show any time" in main(page)
    assert f"{PAGE}?since={since}".replace(":", "%3A") in links(page)


def test_the_log_says_why_a_message_did_not_arrive(as_user, bob, failed):
    page = main(as_user(bob).get("/deliveries/"))

    assert "Not delivered It was tried for 24 hours." in page
    assert "Needs a person It was sent, and no answer came: nobody knows whether it arrived." in page

"""A rule, a pipeline and a robot are muted from their pages, which say until when and by whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from credentials.models import Credential
from notifications.models import Delivery, Lane, Pipeline, Step
from tests.pages.reading import errors_at, links, main, value

pytestmark = pytest.mark.django_db


@pytest.fixture
def robot(ops):
    return Lane.objects.create(pk=ops.robot_id)


@pytest.fixture
def soon():
    return timezone.now() + timedelta(hours=3)


def clock_time(moment) -> str:
    local = timezone.localtime(moment)
    is_today = local.date() == timezone.localtime().date()
    return f"{local:%H:%M:%S}" if is_today else f"{local:%m-%d %H:%M}"


def test_a_rule_is_muted_for_an_hour_with_one_button(as_user, bob, step):
    client = as_user(bob)
    assert client.get(f"/steps/{step.pk}/mute/").status_code == 200

    answer = client.post(f"/steps/{step.pk}/mute/", {"hours": "1"})

    assert answer.headers["Location"] == f"/steps/{step.pk}/"
    muted = Step.objects.get()
    assert timedelta(minutes=59) < muted.muted_until - timezone.now() <= timedelta(hours=1)
    assert muted.muted_by == bob


def test_the_time_is_that_of_the_pages(as_user, bob, step, soon):
    wanted = timezone.localtime(soon).replace(second=0, microsecond=0)

    as_user(bob).post(f"/steps/{step.pk}/mute/", {"until": f"{wanted:%Y-%m-%dT%H:%M}"})

    assert Step.objects.get().muted_until == wanted


def test_nine_in_the_morning_is_offered(as_user, bob, step):
    offered = value(as_user(bob).get(f"/steps/{step.pk}/mute/"), "until")

    assert offered.endswith("T09:00")


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("", "Choose until when."),
        ("2020-01-01T09:00", "This moment has passed. Choose one to come."),
        ("2100-01-01T09:00", "A mute lasts at most 30 days. Choose an earlier end."),
        ("soon", "Enter a valid date/time."),
    ],
)
def test_an_end_that_makes_no_sense_stands_at_its_field(as_user, bob, step, until, sentence):
    answer = as_user(bob).post(f"/steps/{step.pk}/mute/", {"until": until}, headers={"Accept-Language": "en"})

    assert answer.status_code == 422
    assert errors_at(answer, "until") == [sentence]


def test_the_list_and_the_rules_page_say_it(as_user, bob, vera, step, soon):
    step.mute(until=soon, by=bob)
    client = as_user(vera)

    assert f"Muted until {clock_time(soon)} by bob" in main(client.get("/"))
    assert f"Muted until {clock_time(soon)} by bob" in main(client.get(f"/steps/{step.pk}/"))
    assert "Unmute" not in main(client.get("/")) + main(client.get(f"/steps/{step.pk}/"))


def test_a_rule_says_that_its_pipeline_or_its_robot_is_muted(as_user, bob, step, web, robot, soon):
    web.mute(until=soon, by=bob)
    assert f"Its pipeline is muted until {clock_time(soon)} by bob" in main(as_user(bob).get("/"))
    web.unmute(by=bob)
    robot.mute(until=soon, by=bob)
    assert f"Its robot is muted until {clock_time(soon)}" in main(as_user(bob).get(f"/steps/{step.pk}/"))


def test_it_is_unmuted_at_once_and_leads_back(as_user, bob, step, soon):
    step.mute(until=soon, by=bob)

    answer = as_user(bob).post(f"/steps/{step.pk}/unmuting/?next=/%3Fq=x")

    assert answer.headers["Location"] == "/?q=x"
    assert not Step.objects.get().is_muted


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_it_leads_to_no_other_site(as_user, bob, step, elsewhere):
    answer = as_user(bob).post(f"/steps/{step.pk}/mute/?next={elsewhere}", {"hours": "8"})

    assert answer.headers["Location"] == f"/steps/{step.pk}/"


def test_a_pipeline_is_muted_and_its_page_and_the_list_say_it(as_user, bob, web):
    client = as_user(bob)
    answer = client.post("/pipelines/shop/web/mute/", {"hours": "8"})

    assert answer.headers["Location"] == "/pipelines/shop/web/"
    until = clock_time(Pipeline.objects.get().muted_until)
    assert f"Muted until {until} by bob" in main(client.get("/pipelines/shop/web/"))
    assert f"Muted until {until} by bob" in main(client.get("/pipelines/"))


def test_a_robot_is_muted_by_its_keepers_and_the_queue_says_it(as_user, root, vera, robot):
    as_user(root).post(f"/queues/{robot.pk}/mute/", {"hours": "8"})

    until = clock_time(Lane.objects.get().muted_until)
    assert f"Muted until {until} by root" in main(as_user(root).get("/queues/"))
    seen = main(as_user(vera).get("/queues/"))
    assert f"Muted until {until}" in seen
    assert "by root" not in seen


def test_the_log_names_what_is_muted(as_user, bob, vera, charlie, step, robot, soon):
    step.mute(until=soon, by=bob)
    robot.mute(until=soon, by=bob)

    page = main(as_user(vera).get("/deliveries/"))
    assert f"Failures until {clock_time(soon)}" in page
    assert f"Ops group until {clock_time(soon)}" in page
    assert "Muted now" not in main(as_user(charlie).get("/deliveries/"))


def test_the_event_page_marks_the_rule_as_muted(as_user, bob, step, report, soon):
    step.mute(until=soon, by=bob)
    event = report().event

    page = main(as_user(bob).get(f"/events/{event.pk}/"))
    assert f"Muted Failures It would have fired; it was muted until {soon.astimezone():%m-%d}" in page


def test_what_waits_is_counted_and_dropped_when_that_is_ticked(as_user, bob, step, report):
    report()
    client = as_user(bob)
    page = main(client.get(f"/steps/{step.pk}/mute/"))
    assert "Also drop 1 message that waits already" in page

    client.post(f"/steps/{step.pk}/mute/", {"hours": "1", "drops_waiting": "on"})

    assert Delivery.objects.get().reason == "muted"
    assert "Also drop" not in main(client.get(f"/steps/{step.pk}/mute/"))


def test_a_robot_that_nobody_owed_yet_is_muted_from_its_credentials_page(as_user, alice, shop, ops):
    Credential.objects.update(owning_team=shop)
    client, page = as_user(alice), f"/credentials/{ops.pk}/"
    address = f"/queues/{ops.robot_id}/mute/?next={page}"

    assert address in links(client.get(page))
    assert client.get(address).status_code == 200
    assert not Lane.objects.exists()
    assert client.post(address, {"hours": "8"}).headers["Location"] == page
    assert Lane.objects.get(pk=ops.robot_id).is_muted
    assert "Muted until" in client.get(page).content.decode()


def test_strangers_and_mere_users_of_its_credential_mute_it_not(as_user, charlie, bob, ops):
    address = f"/queues/{ops.robot_id}/mute/"

    assert as_user(charlie).post(address, {"hours": "8"}).status_code == 404
    assert as_user(bob).post(address, {"hours": "8"}).status_code == 403
    assert not Lane.objects.exists()

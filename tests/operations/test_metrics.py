"""/metrics tells what the database knows, to this machine or an administrator's token, in few queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from prometheus_client.parser import text_string_to_metric_families

from notifications import intake
from notifications.clockwork import clock
from notifications.delivery import heartbeat
from notifications.models import Attempt, Delivery, Lane, Transition
from notifications.reports import Report
from teams.models import AccessToken

pytestmark = pytest.mark.django_db
FAR = {"REMOTE_ADDR": "203.0.113.7"}


def scrape(client, **how):
    answer = client.get("/metrics", **how)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    # Labels stand in the order of their names.
    return {
        (sample.name.removeprefix("wecomnotify_"), *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def bearer(user, *scopes):
    secret = AccessToken.mint(user, "prometheus", scopes=list(scopes))[1]
    return FAR | {"headers": {"Authorization": f"Bearer {secret.reveal()}"}}


@pytest.fixture
def failed(web, step):
    said = Report(source="api", pipeline="web", run="7", status="failed")
    event = intake.receive(said, pipeline=web, reporter="token ci").event
    return Delivery.objects.get(event=event)


@pytest.fixture
def sent(failed, owe, ops):
    """Have the failure accepted after 2 s by a call of 120 ms, carrying another message."""
    now = clock.now()
    Delivery.objects.filter(pk=failed.pk).update(state="sent", due_at=now - timedelta(seconds=2), sent_at=now)
    Attempt.objects.create(
        delivery=failed, lane=failed.lane, lease_token=1, started_at=now, duration_ms=120, outcome="accepted"
    )
    return failed


def test_intake_and_outcomes_are_told(client, sent):
    found = scrape(client)

    assert found["events_total",] == sent.event_id
    assert found["events_last_hour", "failed"] == 1
    assert found["deliveries_total",] == sent.pk
    assert found["deliveries_last_hour", "", "sent"] == 1
    assert found["attempts_last_hour", "accepted"] == 1


def test_times_are_told_in_cumulative_buckets(client, sent):
    found = scrape(client)

    calls = [found["call_seconds_last_hour_bucket", bound] for bound in ("0.1", "0.25", "+Inf")]
    messages = [found["delivery_seconds_last_hour_bucket", bound] for bound in ("1.0", "2.5", "+Inf")]
    assert (calls, messages) == ([0, 1, 1], [0, 1, 1])
    assert found["call_seconds_last_hour_gsum",] == pytest.approx(0.12)
    assert found["delivery_seconds_last_hour_gsum",] == pytest.approx(2.0, abs=0.001)


def test_what_waits_is_told_in_all_and_per_lane(client, failed, ops):
    Delivery.objects.update(due_at=clock.now() - timedelta(minutes=5))

    found = scrape(client)

    assert found["deliveries_waiting",] == 1
    assert found["lane_waiting", "ops", str(ops.robot_id)] == 1
    assert found["oldest_waiting_seconds",] == pytest.approx(300, abs=30)
    assert found["lane_oldest_waiting_seconds", "ops", str(ops.robot_id)] == pytest.approx(300, abs=30)


def test_the_oldest_is_that_of_any_lane(client, failed, owe, register):
    dev = register("dev")
    owe("a", "b", now=clock.now(), credential=dev)
    Delivery.objects.filter(pk=failed.pk).update(due_at=clock.now() - timedelta(minutes=5))

    assert scrape(client)["oldest_waiting_seconds",] == pytest.approx(300, abs=30)


def test_refusals_name_their_reason(client, failed):
    Delivery.objects.update(state="held", reason="ambiguous")

    found = scrape(client)

    assert found["deliveries_last_hour", "ambiguous", "held"] == 1
    assert found["deliveries_held",] == 1


def test_merged_messages_are_counted(client, sent, owe):
    (carried,) = owe("carried")
    Delivery.objects.filter(pk=carried.pk).update(event=sent.event, state="sent", carried_by=sent)

    assert scrape(client)["merged_last_hour",] == 1


def test_stopped_lanes_are_counted(client, failed):
    now = clock.now()
    soon = now + timedelta(minutes=9)
    Lane.objects.update(
        breaker_opened_at=now, paused_at=now, muted_until=soon, hold_reason="dead_robot", hold_until=soon
    )

    found = scrape(client)

    assert [found["lanes", each] for each in ("breaker", "paused", "muted", "dead_robot")] == [1, 1, 1, 1]


def test_slowed_lanes_are_counted(client, failed):
    Lane.objects.update(slow_until=clock.now() + timedelta(minutes=9))

    assert scrape(client)["lanes_slowed",] == 1


def test_mails_that_could_not_be_sent_are_counted(client, failed, root):
    now = clock.now()
    what = {"kind": "opened", "reason": "dead_robot", "at": now, "since": now, "told_at": now}
    for tries in (0, 1):
        transition = Transition.objects.create(lane=failed.lane, **what)
        transition.letters.create(person=root, names="ops", mail_due_at=now, mail_tries=tries)

    assert scrape(client)["mails_delayed",] == 1


def test_a_dispatcher_s_silence_is_told(client):
    assert scrape(client)["dispatcher_seen_seconds",] == -1

    heartbeat.beat(now=clock.now() - timedelta(seconds=90))

    assert scrape(client)["dispatcher_seen_seconds",] == pytest.approx(90, abs=30)


def test_an_empty_product_has_all_its_totals(client):
    found = scrape(client)

    totals = ("events_total", "deliveries_waiting", "oldest_waiting_seconds")
    assert [found[name,] for name in totals] == [0, 0, 0]


def test_a_longer_history_asks_no_more(client, sent, owe, register, django_assert_max_num_queries):
    for name in ("a", "b", "c"):
        owe("x", "y", now=clock.now(), credential=register(name))

    with django_assert_max_num_queries(22 if connection.vendor == "postgresql" else 20):  # twice the time
        scrape(client)


def test_this_machine_needs_no_token(client, db):
    assert client.get("/metrics").headers["Content-Type"].startswith("text/plain; version=")


def test_others_need_one(client):
    answer = client.get("/metrics", **FAR)

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="WeCom Notify"')
    assert answer.content == b"Send the header Authorization: Bearer <token>.\n"


def test_a_token_nobody_has_is_refused(client, root):
    how = bearer(root, "read")
    AccessToken.objects.all().delete()

    assert client.get("/metrics", **how).status_code == 401


@pytest.mark.parametrize("scope", ["read", "write", "admin"])
def test_an_administrators_token_reads(client, root, scope):
    assert client.get("/metrics", **bearer(root, scope)).status_code == 200


def test_for_other_people_and_scopes_nothing_is_there(client, root, alice):
    answers = [client.get("/metrics", **how) for how in (bearer(alice, "admin"), bearer(root, "events"))]

    assert [each.status_code for each in answers] == [404, 404]


def test_behind_a_trusted_proxy_this_machine_needs_a_token(client, settings):
    settings.TRUSTED_PROXY_COUNT = 1

    assert client.get("/metrics").status_code == 401


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-Ip", "Forwarded"])
def test_a_proxy_nobody_told_of_is_not_this_machine(client, header):
    assert client.get("/metrics", headers={header: "203.0.113.7"}).status_code == 401

"""A delivery's page: the text as sent, each attempt, what came back, and what to do."""

from __future__ import annotations

import html
import json

import pytest
from django.utils import timezone

from credentials.answers import Answer, Outcome
from notifications.models import Delivery
from tests.pages.reading import links, main

GONE = Answer(
    outcome=Outcome.DEAD_ROBOT, http_status=200, errcode=93000, errmsg="invalid webhook url", duration_ms=143
)
BROKEN = Answer(outcome=Outcome.SERVER_ERROR, http_status=502, duration_ms=9)
ACCEPTED = Answer(outcome=Outcome.ACCEPTED, http_status=200, errcode=0, errmsg="ok", duration_ms=87)


@pytest.fixture
def owed(step, report):
    return report(task="build").deliveries[0]


@pytest.fixture
def settled(owed):
    """Write down answers and the state they led to: `settled("dead", GONE, reason="dead_robot")`."""

    def written(state, *answers, reason=""):
        for answer in answers:
            owed.attempts.create(
                lane=owed.lane, lease_token=1, started_at=timezone.now(), outcome=answer.outcome,
                http_status=answer.http_status, errcode=answer.errcode, errmsg=answer.errmsg,
                duration_ms=answer.duration_ms,
            )  # fmt: skip
        Delivery.objects.filter(pk=owed.pk).update(
            state=state, reason=reason, attempts_count=len(answers), sent_at=timezone.now()
        )
        return owed

    return written


def page_of(client, delivery):
    return client.get(f"/deliveries/{delivery.pk}/")


def test_the_text_is_shown_as_sent_with_its_bytes(as_user, vera, settled):
    delivery = settled("sent", ACCEPTED)

    page = page_of(as_user(vera), delivery)

    body = json.dumps(delivery.body, ensure_ascii=False, indent=2)
    assert "As sent" in main(page)
    assert f"{delivery.content_bytes} / 4096 bytes" in main(page)
    assert html.escape(body) in page.content.decode()


def test_each_attempt_shows_what_came_back(as_user, vera, settled):
    page = main(page_of(as_user(vera), settled("dead", BROKEN, GONE, reason="dead_robot")))

    assert "HTTP 502 9 ms" in page
    assert "errcode 93000 143 ms" in page
    assert "invalid webhook url" in page


def test_what_decided_is_wecoms_last_answer(as_user, vera, settled):
    page = page_of(as_user(vera), settled("sent", BROKEN, ACCEPTED))

    assert page.context["explanation"].tone == "ok"
    assert "WeCom accepted the message." in main(page)


def test_after_24_hours_the_reason_is_told_and_not_the_last_answer_alone(as_user, vera, settled):
    page = page_of(as_user(vera), settled("dead", BROKEN, reason="gave_up"))

    assert page.context["explanation"].meaning == "It was tried for 24 hours."


def test_what_waits_says_for_what(as_user, vera, owed):
    page = main(page_of(as_user(vera), owed))

    assert "It waits for its turn in the robot's queue." in page
    assert "It is sent as soon as the robot's queue moves on." in page
    assert "The robot was not called for it." in page
    assert "As it will be sent" in page


def test_a_planned_retry_says_when(as_user, vera, settled):
    delivery = settled("pending", BROKEN, reason="server_error")
    at = timezone.now() + timezone.timedelta(minutes=3)
    type(delivery.lane).objects.filter(pk=delivery.lane_id).update(wake_at=at)

    page = main(page_of(as_user(vera), delivery))

    assert f"The next try is at {timezone.localtime(at):%m-%d %H:%M:%S}." in page


def test_a_held_one_says_why(as_user, vera, settled):
    page = main(page_of(as_user(vera), settled("held", reason="credential_disabled")))

    assert "Needs a person" in page
    assert "Its credential is disabled. Enable the credential or choose another one in the rule, then" in page


def test_it_leads_to_event_rule_and_credential(as_user, vera, owed, step, ops):
    page = page_of(as_user(vera), owed)

    assert {f"/events/{owed.event_id}/", f"/steps/{step.pk}/", f"/credentials/{ops.pk}/"} <= set(links(page))


def test_a_credential_that_is_no_longer_ours_is_only_named(as_user, vera, root, owed, ops, other):
    ops.teams.set([other])

    page = page_of(as_user(vera), owed)

    assert "Credential Ops group" in main(page)
    assert f"/credentials/{ops.pk}/" not in links(page)


def test_a_merged_one_names_the_message_that_carried_it(as_user, vera, settled, report):
    carrier = report(run="8").deliveries[0]
    merged = settled("sent")
    Delivery.objects.filter(pk=merged.pk).update(carried_by=carrier)

    page = page_of(as_user(vera), merged)

    assert "It was merged into a message that WeCom accepted." in main(page)
    assert f"/deliveries/{carrier.pk}/" in links(page)


def test_the_two_parts_of_a_message_lead_to_each_other(as_user, vera, step, report):
    step.mention_all = True
    step.save()
    message, mention = report().deliveries
    client = as_user(vera)

    assert f"/deliveries/{mention.pk}/" in links(page_of(client, message))
    assert f"/deliveries/{message.pk}/" in links(page_of(client, mention))


def test_a_persons_own_credential_test_is_theirs_alone(as_user, vera, bob, owed):
    Delivery.objects.filter(pk=owed.pk).update(team=None, requested_by=bob, event=None)

    assert page_of(as_user(bob), owed).status_code == 200
    assert page_of(as_user(vera), owed).status_code == 404


def test_a_message_that_carries_others_lists_them(as_user, vera, settled, report):
    carried = settled("pending")
    carrier = report(run="8").deliveries[0]
    Delivery.objects.filter(pk=carrier.pk).update(rank=2, event=None, step=None, digest={})
    Delivery.objects.filter(pk=carried.pk).update(carried_by=carrier)
    page = page_of(as_user(vera), carrier)

    assert "Several messages in one" in main(page)
    assert "Carries 1 message" in main(page)
    assert f"/deliveries/{carried.pk}/" in links(page)
    on_its_way = page_of(as_user(vera), carried)
    assert "It is on its way in a message that was made of several." in main(on_its_way)


def test_a_carrier_that_fell_apart_says_so(as_user, vera, settled):
    carrier = settled("dead", reason="refused")
    Delivery.objects.filter(pk=carrier.pk).update(rank=2)

    assert "The messages it carried go one by one." in main(page_of(as_user(vera), carrier))

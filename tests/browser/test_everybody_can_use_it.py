"""Readable by everybody, on a narrow phone, in three languages, in the dark, in every state."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from credentials.models import Credential
from notifications.models import Delivery, Lane, Letter, Transition
from tests.design.measures import CLIPPED, pale_words, violations

pytestmark = pytest.mark.browser
# A narrow phone, just above and below where tables become lists, a tablet on its side, a desktop.
WIDTHS = (320, 767, 768, 1024, 1280)


def disable(delivery, person):
    """Say of a delivery's robot all that can be said of one that takes nothing."""
    now, credential = timezone.now(), delivery.credential
    gone = {"reason": "dead_robot", "outcome": "dead_robot", "http_status": 200, "errcode": 93000}
    told = {"at": now, "since": now, "told_at": now, "waiting": 2}
    transition = Transition.objects.create(lane=delivery.lane, kind="opened", **gone, **told)
    Letter.objects.create(
        transition=transition, person=person, credential=credential, names="Ops group", fallbacks="Duty"
    )
    Lane.objects.update(
        breaker_opened_at=now, breaker_reason="dead_robot", slow_until=now + timedelta(hours=1)
    )
    Credential.objects.update(is_enabled=False, auto_disabled_at=now)
    Delivery.objects.filter(pk=delivery.pk + 1).update(state="held", reason="auto_disabled")


@pytest.fixture
def addresses(step, report, web, alice):
    """The main pages, with a delivery that was refused, two that wait, and everything muted.

    The robot is gone, its credential was disabled for it, and half the rate was all it got before.
    """
    Credential.objects.update(owning_team=step.team)
    receipt = report("failed", task="构建镜像", branch="main", url="https://ci.example.com/" + "7" * 80)
    (delivery,) = receipt.deliveries
    Delivery.objects.filter(pk=delivery.pk).update(state="dead", reason="dead_robot", errcode=93000)
    for run in ("8", "9"):
        report("failed", run=run)
    for what in (step, web, delivery.lane):
        what.mute(until=timezone.now() + timedelta(days=1), by=alice)
    disable(delivery, alice)
    return [
        "/", "/steps/new/", f"/steps/{step.pk}/", "/deliveries/", f"/deliveries/{delivery.pk}/",
        f"/events/{receipt.event.pk}/", "/help/variables/",
        "/queues/", f"/queues/{delivery.lane_id}/", f"/queues/{delivery.lane_id}/flush/",
        f"/queues/{delivery.lane_id}/mute/", f"/steps/{step.pk}/mute/", "/pipelines/shop/web/mute/",
        "/deliveries/redeliveries/",
        "/queues/news/", "/teams/shop/", "/teams/shop/fallback/", f"/credentials/{step.credential_id}/",
    ]  # fmt: skip


@pytest.fixture
def paused(addresses, alice):
    """Give the queue all the buttons that one can have."""
    Lane.objects.get().pause(by=alice)


@pytest.mark.parametrize("language", ["zh-hans", "en", "ru"])
def test_nothing_scrolls_sideways_or_is_clipped(visit, addresses, paused, live_server, language):
    page = visit("/")
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    found = {}
    for address in addresses:
        visit(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 640})
            if (whole := page.evaluate("document.documentElement.scrollWidth")) > width:
                found[address, width] = whole
            elif clipped := page.evaluate(CLIPPED):
                found[address, width] = clipped

    assert found == {}


def broken_rules(page) -> str:
    """Return what is broken in the light, or pale in the dark."""
    page.emulate_media(color_scheme="light")
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    return found + pale_words(page)


def test_no_rule_of_accessibility_is_broken(visit, addresses):
    found = {address: broken_rules(visit(address)) for address in addresses}

    assert {address: broken for address, broken in found.items() if broken} == {}


def test_none_is_broken_by_previews_and_faults(visit, step):
    page = visit(f"/steps/{step.pk}/")
    page.fill("#id_custom_content", "${BRANCHH} and <font color='warning'>more</font>")
    page.fill("#id_mentions", "lilei, all")
    page.fill("#id_conditions-0-variable", "STAGEE")
    page.get_by_role("button", name="Preview").click()
    page.locator(".wecom-bubble").first.wait_for()
    assert broken_rules(page) == ""

    page.get_by_role("button", name="Save").click()
    page.locator(".notice[role=alert]").wait_for()
    assert broken_rules(page) == ""


def test_none_is_broken_by_the_answer_to_a_test(visit, step, wecom, dispatcher):
    page = visit(f"/steps/{step.pk}/")
    for fault in (None, "removed"):
        if fault:
            wecom.script(fault)
        page.get_by_role("button", name="Send test").click()
        page.locator("#tries [role=status] .notice").wait_for()
        assert broken_rules(page) == ""


def test_what_asks_once_is_readable_too(visit, step, addresses):
    page = visit(addresses[4])
    page.get_by_text("Send again").first.click()
    assert broken_rules(page) == ""

    visit(addresses[2])
    page.get_by_text("Delete", exact=True).first.click()
    assert broken_rules(page) == ""

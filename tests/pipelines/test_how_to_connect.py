from __future__ import annotations

import pytest

from credentials.models import Credential
from notifications.models import Step
from notifications.snippets import SYSTEMS

pytestmark = pytest.mark.django_db


def page(signed_in, system=""):
    answer = signed_in.get(f"/pipelines/shop/web/?system={system}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.slug)
def test_every_system_has_a_snippet_with_this_address(as_user, bob, web, system, settings):
    settings.BASE_URL = "https://notify.example.com"

    shown = page(as_user(bob), system.slug)

    assert "https://notify.example.com/api/v1/events" in shown
    assert "@ADDRESS@" not in shown
    assert "WECOM_NOTIFY_TOKEN" in shown


def test_an_unknown_system_shows_the_first(as_user, bob, web):
    assert "First task: a shell command" in page(as_user(bob), "nobody")


def test_gitees_guide_says_what_to_tick_what_it_proves_and_what_it_cannot_say(as_user, bob, web):
    shown = page(as_user(bob), "gitee")

    assert "tick all four results (任务成功, 任务失败, 任务取消, 任务跳过)" in shown
    assert "Signature: grade C" in shown
    assert "A token proves more: where you can, report with a token." in shown
    assert "Events: Started, Waiting for approval" in shown
    assert "Triggered by, Trigger, Commit message" in shown


def test_what_was_reported_last_is_shown(as_user, vera, reported):
    event = reported("failed", task="Build image")

    shown = page(as_user(vera))

    assert f"/events/{event.pk}/" in shown
    assert "#7 Build image" in shown


def test_before_the_first_report_the_next_step_is_named(as_user, vera, web):
    assert "Copy the snippet, run the pipeline once, and look here." in page(as_user(vera))


def test_its_rules_are_shown(as_user, vera, web, root, shop, keyring):
    webhook = "http://127.0.0.1:9/cgi-bin/webhook/send?key=0123abcd-1111-2222-3333-4444deadbeef"
    credential = Credential.register(name="Ops group", webhook=webhook, by=root, teams=[shop])
    step = Step.objects.create(team=shop, pipeline=web, name="Failures", credential=credential)

    shown = page(as_user(vera))

    assert f"/steps/{step.pk}/" in shown
    assert "Ops group" in shown


def test_a_name_cannot_break_the_page(as_user, bob, web):
    web.name = "<script>alert(1)</script>"
    web.save()

    assert "<script>alert" not in page(as_user(bob))

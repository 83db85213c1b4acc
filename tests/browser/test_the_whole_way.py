"""From signing in to a message in the group, as a new user would go."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from notifications.models import Step, Token
from tests.conftest import PASSWORD

pytestmark = pytest.mark.browser


def sign_in_as_alice(page, address):
    page.goto(address)
    page.fill("[name=login]", "alice")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def write_a_rule(page):
    page.get_by_role("link", name="New rule").first.click()
    page.select_option("#id_serves", label="Web portal")
    page.fill("#id_name", "Failures")
    page.fill("#id_custom_content", "on **${BRANCH}**")


def try_it(page):
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".wecom-bubble")).to_contain_text("on main")
    page.get_by_role("button", name="Send test").click()
    expect(page.locator("#tries [role=status]")).to_contain_text("WeCom accepted the message.")


def report_a_failure(page, address, secret):
    answer = page.request.post(
        f"{address}/api/v1/events",
        data={"run": "7", "status": "failed", "branch": "release/1"},
        headers={"Authorization": f"Bearer {secret.reveal()}"},
    )
    assert answer.status == 202


def test_a_rule_is_written_tried_saved_and_fires(quiet, live_server, wecom, ops, web, alice, dispatcher):
    _token, secret = Token.add(team=web.team, pipeline=web, name="CI", by=alice)
    sign_in_as_alice(quiet, live_server.url)
    write_a_rule(quiet)
    try_it(quiet)
    quiet.get_by_role("button", name="Save").click()
    expect(quiet.locator(".toast")).to_contain_text("“Failures” is saved.")

    report_a_failure(quiet, live_server.url, secret)
    wecom.wait_for_messages(2)
    dispatcher.stop()

    quiet.get_by_role("link", name="Deliveries").first.click()
    quiet.get_by_role("link", name="Web portal #7").click()
    expect(quiet.locator("h1")).to_contain_text("Accepted by WeCom")
    expect(quiet.locator(".wecom-bubble")).to_contain_text("on release/1")
    quiet.get_by_role("link", name="Why it was sent").click()
    expect(quiet.locator(".verdicts")).to_contain_text("Notified Failures")


def test_without_scripts_a_rule_is_previewed_and_saved(
    browser, browser_context_args, live_server, ops, web, sign_in, alice
):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    sign_in(context, alice)
    page = context.new_page()
    page.goto(live_server.url)
    write_a_rule(page)

    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".wecom-bubble")).to_contain_text("on main")
    page.get_by_role("button", name="Save").click()

    assert page.locator(".toast").inner_text() == "“Failures” is saved."
    assert Step.objects.get().custom_content == "on **${BRANCH}**"
    context.close()


def test_the_keyboard_alone_writes_a_rule(visit, ops, web):
    page = visit("/steps/new/?pipeline=shop/web")
    page.locator("#id_name").focus()
    page.keyboard.type("By keys")
    page.keyboard.press("Control+s")

    expect(page.locator(".toast")).to_contain_text("“By keys” is saved.")

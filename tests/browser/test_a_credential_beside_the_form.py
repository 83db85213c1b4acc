"""「添加凭证」 opens beside the rule's form: the new credential is chosen and nothing typed is lost."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_new_credential_is_chosen_and_nothing_typed_is_lost(visit, web, ops, wecom):
    key = wecom.webhook_url(wecom.add_robot(str(uuid.uuid4()), group="New group"))
    page = visit("/steps/new/")
    page.fill("#id_name", "Typed before")
    page.fill("#id_custom_content", "typed ${BRANCH}")

    page.get_by_role("link", name="Add a credential").click()
    page.fill("dialog [name=name]", "New group")
    page.fill("dialog [name=webhook]", key)
    page.locator("dialog [name=teams]").first.check(force=True)
    page.locator("dialog button.primary").click()

    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.locator("#id_credential option:checked").inner_text() == "New group"
    assert page.input_value("#id_name") == "Typed before"
    assert page.input_value("#id_custom_content") == "typed ${BRANCH}"


def test_a_fault_in_the_dialog_stays_in_the_dialog(visit, web, ops):
    page = visit("/steps/new/")
    page.fill("#id_name", "Typed before")

    page.get_by_role("link", name="Add a credential").click()
    page.fill("dialog [name=name]", "New group")
    page.fill("dialog [name=webhook]", "https://evil.example.com/cgi-bin/webhook/send?key=1")
    page.locator("dialog [name=teams]").first.check(force=True)
    page.locator("dialog button.primary").click()

    expect(page.locator("dialog .errors").first).to_be_visible()
    page.keyboard.press("Escape")
    assert page.input_value("#id_name") == "Typed before"


def test_the_rule_can_be_saved_with_it(visit, web, wecom, keyring):
    key = wecom.webhook_url(wecom.add_robot(str(uuid.uuid4()), group="New group"))
    page = visit("/steps/new/?pipeline=shop/web")
    page.fill("#id_name", "With the new one")
    page.get_by_role("link", name="Add a credential").click()
    page.fill("dialog [name=name]", "New group")
    page.fill("dialog [name=webhook]", key)
    page.locator("dialog [name=teams]").first.check(force=True)
    page.locator("dialog button.primary").click()
    expect(page.locator("dialog[open]")).to_have_count(0)

    page.get_by_role("button", name="Save").click()

    expect(page.locator(".toast")).to_contain_text("“With the new one” is saved.")

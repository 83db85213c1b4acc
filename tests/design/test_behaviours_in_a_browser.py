"""What the scripts add: each is one small module, fetched when it is first used."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
COPIED = "() => window.copied"
CATCH_COPY = "navigator.clipboard.writeText = async (text) => { window.copied = text; }"


def test_a_change_is_noted_and_asked_about_before_it_is_lost(gallery):
    asked = []
    gallery.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    gallery.fill("#id_custom_content", "${BRANCH}")
    expect(gallery.locator("[data-dirty]")).to_be_visible()

    gallery.click(".rail .brand")

    gallery.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert gallery.input_value("#id_custom_content") == "${BRANCH}"


def test_control_s_saves(gallery):
    gallery.select_option("#id_pipeline", "web")
    gallery.locator("#id_custom_content").press("Control+s")

    expect(gallery.locator(".toast")).to_contain_text("已保存")
    expect(gallery.locator("[data-dirty]")).to_be_hidden()


def test_a_form_beside_the_form_loses_nothing_typed(gallery):
    gallery.fill("#id_custom_content", "typed")
    gallery.click("[data-dialog]")
    gallery.click("dialog .button.primary")
    expect(gallery.locator("dialog .errors")).to_have_count(2)
    gallery.click("dialog label >> nth=0")
    expect(gallery.locator("dialog [name=name]")).to_be_focused()

    gallery.fill("dialog [name=name]", "New group")
    gallery.fill("dialog [name=webhook_url]", "key")
    gallery.click("dialog .button.primary")

    expect(gallery.locator("dialog")).to_be_hidden()
    assert gallery.locator("#id_credential option:checked").inner_text() == "New group"
    assert gallery.input_value("#id_custom_content") == "typed"


def test_escape_closes_the_dialog_and_returns_the_focus(gallery):
    gallery.click("[data-dialog]")
    gallery.wait_for_selector("dialog[open]")
    gallery.keyboard.press("Escape")

    expect(gallery.locator("[data-dialog]")).to_be_focused()


def test_a_menu_closes_on_escape_and_on_a_press_outside(gallery):
    menu = gallery.locator(".page-actions details.menu")
    menu.locator("summary").click()
    gallery.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")

    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    gallery.click("h1")
    expect(menu).not_to_have_attribute("open", "")


def test_a_snippet_is_copied_whole(gallery):
    gallery.evaluate(CATCH_COPY)
    button = gallery.locator(".page-side [data-copy]").first
    button.click()

    expect(button).to_have_attribute("aria-label", button.get_attribute("data-done"))
    assert gallery.evaluate(COPIED).startswith("curl -X POST")


def test_a_filter_sends_itself(gallery):
    gallery.select_option("#state", "dead")
    gallery.wait_for_url("**/gallery/?q=&state=dead")


def test_a_toast_is_put_away(gallery):
    gallery.select_option("#id_pipeline", "web")
    gallery.click("[data-save]")
    gallery.click("[data-dismiss]")

    expect(gallery.locator(".toast")).to_have_count(0)

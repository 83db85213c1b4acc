"""What is chosen in a rule's form is what is stored and what the form shows next time."""

from __future__ import annotations

import pytest

from notifications.models import Step
from teams.models import AuditEntry
from tests.pages.reading import chosen, main, value

DEFAULT_FIELDS = [
    "pipeline_name", "stage_name", "task_name", "triggered_by", "trigger_type", "task_url",
]  # fmt: skip


def saved(client, form):
    answer = client.post("/steps/new/", form)
    made = Step.objects.get()
    assert answer["Location"] == f"/steps/{made.pk}/", answer.context["form"].errors
    return made


def test_a_new_form_has_the_defaults_of_its_pipeline(as_user, bob, web, ops):
    page = as_user(bob).get("/steps/new/?pipeline=shop/web")

    assert page.context["form"].initial == {
        "name": "", "task": "", "events": ["failed"], "content_fields": DEFAULT_FIELDS,
        "custom_content": "", "allow_custom_names": False, "mentions": "", "mention_trigger_user": False,
        "message_type": "markdown", "language": "zh-hans", "only_on_change": False, "urgent": False,
        "is_enabled": True, "on_ambiguous": "resend", "serves": f"pipeline:{web.pk}", "credential": ops.pk,
    }  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_the_teams_language_is_preselected(as_user, bob, shop, web, language):
    shop.language = language
    shop.save()

    assert chosen(as_user(bob).get("/steps/new/"), "language") == language
    assert chosen(as_user(bob).get("/steps/new/?pipeline=shop/web"), "language") == language


PLAIN = {
    "name": ("Everything red", "Everything red"),
    "task": ("构建镜像", "构建镜像"),
    "events": (["recovered", "failed"], ["failed", "recovered"]),
    "content_fields": (["branch", "status"], ["status", "branch"]),
    "custom_content": ("> ${BRANCH}\r\n**now**", "> ${BRANCH}\n**now**"),
    "message_type": ("markdown_v2", "markdown_v2"),
    "language": ("ru", "ru"),
    "on_ambiguous": ("hold", "hold"),
}


@pytest.mark.parametrize("field", PLAIN)
def test_a_field_is_kept(as_user, bob, fill, field):
    sent, kept = PLAIN[field]

    made = saved(as_user(bob), fill(**{field: sent}))

    assert getattr(made, field) == kept


SWITCHES = ["allow_custom_names", "mention_trigger_user", "only_on_change", "urgent", "is_enabled"]


@pytest.mark.parametrize("is_on", [True, False])
@pytest.mark.parametrize("field", SWITCHES)
def test_a_switch_is_kept(as_user, bob, fill, field, is_on):
    made = saved(as_user(bob), fill(**{field: "on" if is_on else None}))

    assert getattr(made, field) is is_on


@pytest.mark.parametrize(
    ("typed", "users", "everybody"),
    [
        ("lilei, hanmeimei", ["lilei", "hanmeimei"], False),
        ("@lilei；all，lilei", ["lilei"], True),
        ("all", [], True),
        ("", [], False),
    ],
)
def test_mentions_are_read_as_people_type_them(as_user, bob, fill, typed, users, everybody):
    made = saved(as_user(bob), fill(mentions=typed))

    assert (made.mention_users, made.mention_all) == (users, everybody)


def test_the_form_shows_what_was_saved(as_user, bob, fill):
    client = as_user(bob)
    form = fill(
        task="build", custom_content="**${BRANCH}**", mentions="lilei, all", message_type="text", urgent="on"
    )
    made = saved(client, form)

    page = client.get(f"/steps/{made.pk}/")

    assert [value(page, name) for name in ("name", "task", "custom_content", "mentions")] == [
        "Failures", "build", "**${BRANCH}**", "lilei, all",
    ]  # fmt: skip
    assert chosen(page, "message_type") == "text"
    assert page.context["form"].initial["urgent"] is True


def test_saving_what_the_form_shows_changes_nothing(as_user, bob, step, fill):
    before = step.as_recorded()

    as_user(bob).post(f"/steps/{step.pk}/", fill())

    step.refresh_from_db()
    assert step.as_recorded() == before


def test_it_says_that_it_saved_and_who_did_is_recorded(as_user, bob, fill):
    page = as_user(bob).post("/steps/new/", fill(), follow=True)

    entry = AuditEntry.objects.get(verb="step.created")
    assert "“Failures” is saved." in page.content.decode()
    assert (entry.actor, entry.after["name"]) == (bob, "Failures")
    assert main(page).startswith("Notification rules Failures")


def test_a_deleted_rule_is_gone_and_its_deliveries_stay(as_user, bob, step, report):
    (delivery,) = report().deliveries

    page = as_user(bob).post(f"/steps/{step.pk}/deletion/", follow=True)

    delivery.refresh_from_db()
    assert "“Failures” is deleted." in page.content.decode()
    assert (delivery.step, delivery.step_name) == (None, "Failures")

"""The audit trail keeps plain English and tells it in the reader's words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation

from teams.audit_details import Change, told
from teams.models import AuditEntry

pytestmark = pytest.mark.django_db


def change(**members):
    before = {name: old for name, (old, _new) in members.items()}
    after = {name: new for name, (_old, new) in members.items()}
    return AuditEntry.record(
        actor=None, verb="step.changed", target="step Nightly", before=before, after=after
    )


@pytest.mark.parametrize(
    ("language", "member", "states", "expected"),
    [
        ("en", "role", ("owner", "viewer"), Change(name="Role", before="Owner", after="Viewer")),
        ("zh-hans", "role", ("owner", None), Change(name="角色", before="所有者", after=None)),
        ("ru", "urgent", (False, True), Change(name="Срочное", before="нет", after="да")),
        (
            "zh-hans",
            "scopes",
            (None, ["read", "events"]),
            Change(name="权限", before=None, after="读取、上报事件"),
        ),
        ("zh-hans", "events", (["failed"], []), Change(name="通知事件", before="失败", after="")),
        ("en", "language", ("ru", "en"), Change(name="Language", before="Русский", after="English")),
        ("en", "role", ("emperor", 7), Change(name="Role", before="emperor", after="7")),
        (
            "zh-hans",
            "hold",
            (None, "dead_robot"),
            Change(name="受阻原因", before=None, after="企业微信提示机器人不可用"),
        ),
        ("en", "moons", (1, 2), Change(name="moons", before="1", after="2")),
    ],
)
def test_a_change_is_told_in_the_readers_words(language, member, states, expected):
    with translation.override(language):
        assert told(change(**{member: states})).changes == [expected]


def test_a_condition_is_told_as_the_form_shows_it():
    condition = {"variable": "BRANCH", "operator": "starts_with", "value": "release/"}

    with translation.override("en"):
        shown = told(change(conditions=([], [condition]))).changes
    assert shown == [Change(name="Conditions", before="", after="BRANCH starts with release/")]


@pytest.mark.parametrize(("member", "name"), [("until", "Until"), ("paused_at", "Paused at")])
def test_a_moment_is_told_in_the_readers_time_zone(member, name):
    moment = datetime(2026, 7, 29, 18, 30, 5, 123456, tzinfo=UTC)

    with translation.override("en"), timezone.override("Asia/Shanghai"):
        shown = told(change(**{member: (moment, "a while")})).changes
    assert shown == [Change(name=name, before="2026-07-30 02:30", after="a while")]


def test_what_stayed_as_it_was_is_not_told():
    assert told(change(name=("Nightly", "Nightly"), task=("", None))).changes == []


@pytest.mark.parametrize(
    ("verb", "target", "expected"),
    [
        ("step.deleted", "step step two of three", "step two of three"),
        ("delivery.redelivered", "12 deliveries", "12 条消息"),
        ("delivery.redeliver", "delivery 12", "12"),
        ("step.deleted", "step deliveries", "deliveries"),
        ("hook.created", "hook gitee …x7 of shop/web", "shop/web 的 gitee …x7"),
        ("person.failed_to_sign_in", "unknown", "未知"),
        ("credential.deleted", "token of honour", "token of honour"),
    ],
)
def test_a_target_is_told_without_the_noun_of_its_verb(verb, target, expected):
    with translation.override("zh-hans"):
        assert told(AuditEntry.record(actor=None, verb=verb, target=target)).target == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("", "系统"), ("unknown", "未知"), ("token CI · …4xQd", "令牌 CI · …4xQd"), ("gone", "gone")],
)
def test_who_acted_without_being_a_person_is_told_in_words(name, expected):
    with translation.override("zh-hans"):
        assert told(AuditEntry.record(actor=None, actor_name=name, verb="x.y", target="z")).actor == expected


def test_a_persons_name_is_never_translated(alice):
    alice.username = "unknown"
    alice.save()

    with translation.override("zh-hans"):
        assert told(AuditEntry.record(actor=alice, verb="x.y", target="z")).actor == "unknown"


def test_a_page_tells_the_verb_with_the_languages_own_marks(as_user, root):
    change(role=("owner", "viewer"))
    client = as_user(root)
    client.cookies["django_language"] = "zh-hans"

    page = client.get("/audit/").content.decode()

    assert "<strong>通知规则：已修改</strong>" in page
    assert "Nightly · 角色：<del>所有者</del> → 查看者" in page

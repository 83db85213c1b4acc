"""What people read when many notifications became one message, whole, in every language and dialect."""
# ruff: noqa: E501 -- a line of a message is as long as it is

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from notifications.rendering.merged_lines import Waiting
from notifications.rendering.merging import merge
from notifications.vocabulary import MessageType, NotificationEvent, Status

ALL_URL = "https://notify.example.com/deliveries/77/"
FAILED, RECOVERED = NotificationEvent.FAILED, NotificationEvent.RECOVERED


def waiting(run="1287", occurrence=FAILED, *, language="en", dialect=MessageType.MARKDOWN, **known):
    fields = {
        "dialect": dialect,
        "status": occurrence.kind.status,
        "occurrence": occurrence,
        "pipeline": "Online shop",
        "run": run,
        "task": "Build image",
        "url": f"https://ci.example.com/{run}",
        "line": "",
        "language": language,
    }
    return Waiting(**fields | known)


def three(**how):
    """Return two alike ones and an older recovery of another pipeline."""
    recovery = {"pipeline": "API", "task": "", "line": "Rolled <back> by @all"}
    return [waiting("9", **how), waiting("7", **how), waiting("5", RECOVERED, **recovery | how)]


def content(newest_first, **how):
    return merge(newest_first, all_url=ALL_URL, **how).messages[0].content


MARKDOWN = {
    "zh-hans": """\
### 3 条通知合并为一条 · <font color="warning">失败</font> 2 · <font color="info">已恢复</font> 1
> <font color="warning">失败</font> ×2 · Online shop #9 #7 · Build image · [查看详情](https://ci.example.com/9)
> <font color="info">已恢复</font> · API #5 · [查看详情](https://ci.example.com/5) · Rolled ＜back＞ by @all""",
    "en": """\
### 3 notifications in one message · <font color="warning">Failed</font> 2 · <font color="info">Recovered</font> 1
> <font color="warning">Failed</font> ×2 · Online shop #9 #7 · Build image · [Open the run](https://ci.example.com/9)
> <font color="info">Recovered</font> · API #5 · [Open the run](https://ci.example.com/5) · Rolled ＜back＞ by @all""",
    "ru": """\
### Уведомлений в одном сообщении: 3 · <font color="warning">Ошибка</font> 2 · <font color="info">Восстановлено</font> 1
> <font color="warning">Ошибка</font> ×2 · Online shop #9 #7 · Build image · [Открыть запуск](https://ci.example.com/9)
> <font color="info">Восстановлено</font> · API #5 · [Открыть запуск](https://ci.example.com/5) · Rolled ＜back＞ by @all""",
}  # fmt: skip
V2 = {
    "zh-hans": """\
### 3 条通知合并为一条 · ❌ 失败 2 · ✅ 已恢复 1
- ❌ 失败 ×2 · Online shop #9 #7 · Build image · [查看详情](https://ci.example.com/9)
- ✅ 已恢复 · API #5 · [查看详情](https://ci.example.com/5) · Rolled ＜back＞ by @all""",
    "en": """\
### 3 notifications in one message · ❌ Failed 2 · ✅ Recovered 1
- ❌ Failed ×2 · Online shop #9 #7 · Build image · [Open the run](https://ci.example.com/9)
- ✅ Recovered · API #5 · [Open the run](https://ci.example.com/5) · Rolled ＜back＞ by @all""",
    "ru": """\
### Уведомлений в одном сообщении: 3 · ❌ Ошибка 2 · ✅ Восстановлено 1
- ❌ Ошибка ×2 · Online shop #9 #7 · Build image · [Открыть запуск](https://ci.example.com/9)
- ✅ Восстановлено · API #5 · [Открыть запуск](https://ci.example.com/5) · Rolled ＜back＞ by @all""",
}
TEXT = {
    "zh-hans": """\
3 条通知合并为一条 · ❌ 失败 2 · ✅ 已恢复 1
❌ 失败 ×2 · Online shop #9 #7 · Build image · https://ci.example.com/9
✅ 已恢复 · API #5 · https://ci.example.com/5 · Rolled <back> by @all""",
    "en": """\
3 notifications in one message · ❌ Failed 2 · ✅ Recovered 1
❌ Failed ×2 · Online shop #9 #7 · Build image · https://ci.example.com/9
✅ Recovered · API #5 · https://ci.example.com/5 · Rolled <back> by @all""",
    "ru": """\
Уведомлений в одном сообщении: 3 · ❌ Ошибка 2 · ✅ Восстановлено 1
❌ Ошибка ×2 · Online shop #9 #7 · Build image · https://ci.example.com/9
✅ Восстановлено · API #5 · https://ci.example.com/5 · Rolled <back> by @all""",
}
WHOLE = [
    (dialect, language, text)
    for dialect, texts in zip(MessageType, (MARKDOWN, V2, TEXT), strict=True)
    for language, text in texts.items()
]


@pytest.mark.parametrize(("dialect", "language", "text"), WHOLE)
def test_many_notifications_are_one_message(dialect, language, text):
    merged = merge(three(dialect=dialect, language=language), all_url=ALL_URL)
    assert (merged.listed, merged.counted) == (3, 0)
    assert [message.body for message in merged.messages] == [
        {"msgtype": dialect.value, dialect.value: {"content": text}}
    ]


def test_language_and_dialect_are_those_of_most():
    many = [waiting(language="ru", dialect=MessageType.TEXT), *three(language="zh-hans")]
    assert content(many).startswith("### 4 条通知合并为一条 · ")


def test_among_as_many_the_newest_decides():
    pair = [waiting(language="ru", dialect=MessageType.TEXT), waiting(language="en")]
    assert content(pair).startswith("Уведомлений в одном сообщении: 2 · ❌ Ошибка 2\n")


RUNS = [
    ("9 8", "#9 #8"),
    ("9 8 7", "#7–#9"),
    ("19 18 17 5 4", "#17–#19 #5 #4"),
    ("9 9 9", "#9"),
    ("b a 08 07 06", "#b #a #08 #07 #06"),
    ("9 7 5 3 1 19 17 15 13 11 29 27", "#9 #7 #5 #3 #1 #19 #17 #15 #13 #11 +2"),
]


@pytest.mark.parametrize(("runs", "shown"), RUNS)
def test_alike_ones_name_the_runs_they_cover(runs, shown):
    text = content([waiting(run) for run in runs.split()])
    assert f" · Online shop {shown} · Build image · " in text


LEFT = {
    "zh-hans": ("另有 {} 条未列出：", "查看全部"),
    "en": ("{} more not listed: ", "show all"),
    "ru": ("Не показано: {}: ", "показать все"),
}


@pytest.mark.parametrize("dialect", MessageType)
@pytest.mark.parametrize("language", LEFT)
def test_what_does_not_fit_is_counted_with_a_link(dialect, language):
    many = [waiting(f"{n}", pipeline=f"P{n}", language=language, dialect=dialect) for n in range(99)]
    merged = merge(many, all_url=ALL_URL)
    *lines, last = merged.messages[0].content.split("\n")
    words, label = LEFT[language]
    leads = ALL_URL if dialect is MessageType.TEXT else f"[{label}]({ALL_URL})"
    assert last == words.format(merged.counted) + leads
    assert merged.counted > 10
    assert [f"P{n} #{n}" in line for n, line in enumerate(lines[1:])] == [True] * merged.listed


def test_without_an_address_of_ours_they_are_only_counted():
    many = [waiting(f"{n}", pipeline=f"P{n}") for n in range(99)]
    text = merge(many, all_url="").messages[0].content
    assert text.endswith(" more not listed")


LATE = {
    "zh-hans": """\
### 2 条通知合并为一条 · <font color="warning">失败</font> 2
> <font color="warning">失败</font> · Online shop #2 · Test · 2026-11-22 14:05:00 · [查看详情](https://ci.example.com/2)
> <font color="warning">失败</font> · Online shop #1 · Build image · 2026-11-22 14:05:00 · [查看详情](https://ci.example.com/1)""",
    "en": """\
### 2 notifications in one message · <font color="warning">Failed</font> 2
> <font color="warning">Failed</font> · Online shop #2 · Test · 2026-11-22 14:05:00 · [Open the run](https://ci.example.com/2)
> <font color="warning">Failed</font> · Online shop #1 · Build image · 2026-11-22 14:05:00 · [Open the run](https://ci.example.com/1)""",
    "ru": """\
### Уведомлений в одном сообщении: 2 · <font color="warning">Ошибка</font> 2
> <font color="warning">Ошибка</font> · Online shop #2 · Test · 22.11.2026 14:05:00 · [Открыть запуск](https://ci.example.com/2)
> <font color="warning">Ошибка</font> · Online shop #1 · Build image · 22.11.2026 14:05:00 · [Открыть запуск](https://ci.example.com/1)""",
}  # fmt: skip


@pytest.mark.parametrize("language", LATE)
def test_times_are_told_where_they_are_given(language):
    late = {"since": datetime(2026, 11, 22, 6, 5, tzinfo=UTC), "language": language}
    text = content([waiting("2", task="Test", **late), waiting("1", **late)], time_zone="Asia/Shanghai")
    assert text == LATE[language]


def test_a_status_without_an_event_is_said_in_its_own_words():
    queued = {"occurrence": None, "status": Status.QUEUED, "url": "javascript:alert(1)", "run": ""}
    text = content([waiting(), Waiting.read({"pipeline": "A", **queued}, MessageType.MARKDOWN)])
    assert text.endswith('\n> <font color="comment">Queued</font> · A')

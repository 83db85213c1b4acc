"""How times, durations and trigger kinds are said in a message."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from notifications.vocabulary.languages import RUSSIAN, Words

SECONDS_IN = (86_400, 3_600, 60, 1)
UNITS = (
    Words("天", "d", "д"),
    Words("小时", "h", "ч"),
    Words("分", "min", "мин"),
    Words("秒", "s", "с"),
)
UNDER_A_SECOND = Words("不到 1 秒", "under 1 s", "меньше 1 с")

_PUSH = Words("代码推送", "Push", "Отправка кода")
_TAG = Words("标签推送", "Tag push", "Отправка тега")
_PULL_REQUEST = Words("合并请求", "Pull request", "Запрос на слияние")
_MANUAL = Words("手动触发", "Manual", "Вручную")
_SCHEDULE = Words("定时触发", "Schedule", "По расписанию")
_UPSTREAM = Words("上游流水线", "Upstream pipeline", "Другой пайплайн")
_API = Words("API 触发", "API", "Через API")
TRIGGER_WORDS = {
    "push": _PUSH,
    "tag": _TAG,
    "tag_push": _TAG,
    "pull_request": _PULL_REQUEST,
    "merge_request": _PULL_REQUEST,
    "merge_request_event": _PULL_REQUEST,
    "pr": _PULL_REQUEST,
    "manual": _MANUAL,
    "web": _MANUAL,
    "workflow_dispatch": _MANUAL,
    "schedule": _SCHEDULE,
    "scheduled": _SCHEDULE,
    "cron": _SCHEDULE,
    "timer": _SCHEDULE,
    "pipeline": _UPSTREAM,
    "upstream": _UPSTREAM,
    "api": _API,
}


def trigger_words(trigger_type: str, language: str) -> str:
    """Return a known kind of trigger in words; any other stays as the source named it."""
    words = TRIGGER_WORDS.get(trigger_type.strip().casefold().replace("-", "_").replace(" ", "_"))
    return words.to(language) if words else trigger_type


def duration_words(started_at: datetime | None, finished_at: datetime | None, language: str) -> str:
    """Return the time between two moments in its two largest units, or nothing when it cannot be known."""
    if started_at is None or finished_at is None:
        return ""
    total = (_aware(finished_at) - _aware(started_at)).total_seconds()
    if total < 0:
        return ""  # clocks of two machines; a negative duration would be a lie
    if total < 1:
        return UNDER_A_SECOND.to(language)
    parts: list[str] = []
    rest = int(total)
    for seconds, unit in zip(SECONDS_IN, UNITS, strict=True):
        count, rest = divmod(rest, seconds)
        if count or parts:
            parts.append(f"{count} {unit.to(language)}" if count else "")
    return " ".join(part for part in parts[:2] if part)


def time_words(moment: datetime | None, language: str, time_zone: str) -> str:
    """Return a moment to the second as people in `time_zone` read it on their clocks."""
    if moment is None:
        return ""
    try:
        local = _aware(moment).astimezone(_zone(time_zone))
    except OverflowError:  # the first or last day a datetime can hold
        local = moment
    return local.strftime("%d.%m.%Y %H:%M:%S" if language.startswith(RUSSIAN) else "%Y-%m-%d %H:%M:%S")


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        return UTC

"""Times and durations in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from notifications.vocabulary.wording import duration_words, time_words

START = datetime(2026, 11, 22, 22, 30, 5, tzinfo=UTC)
DURATIONS = [
    (0, "不到 1 秒", "under 1 s", "меньше 1 с"),
    (42, "42 秒", "42 s", "42 с"),
    (60, "1 分", "1 min", "1 мин"),
    (222, "3 分 42 秒", "3 min 42 s", "3 мин 42 с"),
    (3_605, "1 小时", "1 h", "1 ч"),
    (3_900, "1 小时 5 分", "1 h 5 min", "1 ч 5 мин"),
    (90_000, "1 天 1 小时", "1 d 1 h", "1 д 1 ч"),
]


@pytest.mark.parametrize(("seconds", "chinese", "english", "russian"), DURATIONS)
def test_a_duration_is_told_in_its_two_largest_units(seconds, chinese, english, russian):
    end = START + timedelta(seconds=seconds)

    assert [duration_words(START, end, language) for language in ("zh-hans", "en", "ru")] == [
        chinese,
        english,
        russian,
    ]


def test_a_duration_nobody_can_know_is_not_told():
    assert duration_words(None, START, "en") == ""
    assert duration_words(START, None, "en") == ""
    assert duration_words(START, START - timedelta(seconds=5), "en") == ""


def test_a_time_is_told_on_the_teams_clock():
    assert time_words(START, "zh-hans", "Asia/Shanghai") == "2026-11-23 06:30:05"
    assert time_words(START, "en", "Europe/Berlin") == "2026-11-22 23:30:05"
    assert time_words(START, "ru", "Europe/Moscow") == "23.11.2026 01:30:05"


@pytest.mark.parametrize("name", ["", "Nowhere/Land", "../etc/passwd", "a" * 5000])
def test_a_time_zone_that_does_not_exist_reads_as_utc(name):
    assert time_words(START, "en", name) == "2026-11-22 22:30:05"


def test_a_time_without_a_zone_is_utc():
    assert time_words(START.replace(tzinfo=None), "en", "Asia/Shanghai") == "2026-11-23 06:30:05"


def test_a_moment_nobody_reported_is_not_told():
    assert time_words(None, "en", "Asia/Shanghai") == ""


def test_the_first_moment_of_all_can_be_told():
    assert time_words(datetime.min.replace(tzinfo=UTC), "en", "America/New_York").endswith("-01-01 00:00:00")

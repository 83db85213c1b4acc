"""The one table behind the form, the menu, the renderer, the samples and the docs."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass

import pytest

from notifications.placeholders import NAME
from notifications.vocabulary import (
    EVERYTHING,
    FIELDS,
    LANGUAGES,
    VARIABLES,
    VARIABLES_BY_NAME,
    Capability,
    Facts,
    MessageType,
    NotificationEvent,
    Status,
    event_of,
    sample_facts,
    status_of,
    value_of,
)
from notifications.vocabulary.presence import Presence

GITEE = """
COMPANY PIPELINE_NAME PIPELINE_DISPLAY_NAME PIPELINE_BUILD_NUMBER REPO BRANCH COMMIT SHORT_COMMIT
COMMIT_MESSAGE SOURCE_BRANCH SOURCE_COMMIT PULL_REQUEST_ID PULL_REQUEST_TITLE COMMENT
PIPELINE_TRIGGER_USER PULL_ID STAGE_NAME STAGE_DISPLAY_NAME STAGE_STRATEGY DOCKER_IMAGE
"""
NEUTRAL = """
PIPELINE PIPELINE_NAME STAGE TASK STATUS STATUS_TEXT PREVIOUS_STATUS BUILD_NUMBER RUN_URL
TRIGGER_TYPE TRIGGERED_BY REPOSITORY BRANCH COMMIT COMMIT_SHORT COMMIT_TITLE COMMIT_MESSAGE AUTHOR
PULL_REQUEST_ID PULL_REQUEST_TITLE STARTED_AT FINISHED_AT DURATION FAILURE_REASON TEAM
"""


def test_every_promised_variable_is_there():
    promised = [*NEUTRAL.split(), *(f"GITEE_{name}" for name in GITEE.split())]

    assert sorted(VARIABLES_BY_NAME) == sorted(promised)
    assert len(VARIABLES) == len(VARIABLES_BY_NAME)
    assert all(NAME.fullmatch(name) for name in promised)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_every_variable_has_a_meaning_and_a_sample(variable, language):
    assert variable.meaning.to(language)
    assert variable.sample(language)
    assert variable.presence.words.to(language)


def test_russian_words_are_russian_and_chinese_words_are_chinese():
    words = [field.label for field in FIELDS] + [variable.meaning for variable in VARIABLES]
    words += [each.words for group in (Status, Presence) for each in group]
    words += [event.kind.label for event in NotificationEvent] + [
        event.kind.headline for event in NotificationEvent
    ]

    assert all(re.search("[\u4e00-\u9fff]", each.chinese) for each in words)
    assert all(re.search("[а-яё]", each.russian, re.IGNORECASE) for each in words)
    assert all(each.english.isascii() for each in words)


def test_message_types_have_words():
    assert [kind.words.english for kind in MessageType] == [
        "Markdown (colours, inline mentions)",
        "Markdown v2 (tables, lists, code)",
        "Text (readable in WeChat too)",
    ]


def test_what_is_no_status_is_unknown_and_never_a_success():
    assert [status_of(word) for word in ("failed", "SUCC", "", "Succeeded")] == [
        Status.FAILED,
        *[Status.UNKNOWN] * 3,
    ]


def test_entering_a_status_fires_its_event():
    fired = {status: event_of(status) for status in Status}

    assert fired[Status.RUNNING] is NotificationEvent.STARTED
    assert fired[Status.SUCCEEDED] is NotificationEvent.SUCCEEDED
    assert fired[Status.QUEUED] is fired[Status.UNKNOWN] is None
    assert [status for status in Status if status.is_final] == ["succeeded", "failed", "canceled", "skipped"]


@pytest.mark.parametrize("event", NotificationEvent)
def test_a_sample_fires_the_event_it_is_for(event):
    facts = sample_facts(event)

    assert facts.occurrence is event
    assert facts.status is event.kind.status
    assert is_dataclass(facts)


def test_neutral_and_gitee_names_tell_the_same_facts():
    facts = sample_facts()
    pairs = {
        "PIPELINE": "GITEE_PIPELINE_NAME",
        "PIPELINE_NAME": "GITEE_PIPELINE_DISPLAY_NAME",
        "STAGE": "GITEE_STAGE_DISPLAY_NAME",
    }

    assert all(value_of(ours, facts, "en") == value_of(theirs, facts, "en") for ours, theirs in pairs.items())
    assert value_of("NOPE", facts, "en") is None
    assert (
        value_of("PREVIOUS_STATUS", Facts(pipeline_identifier="a", run="1", status=Status.FAILED), "en") == ""
    )


def test_a_source_knows_what_it_cannot_say():
    gitee = Capability(
        events=frozenset({NotificationEvent.FAILED}),
        facts=frozenset({"pipeline_identifier", "run", "status", "task", "url"}),
    )

    assert [field.name for field in gitee.missing_fields()][:3] == [
        "stage_name",
        "triggered_by",
        "trigger_type",
    ]
    assert "DURATION" in {variable.name for variable in gitee.missing_variables()}
    assert NotificationEvent.RECOVERED in gitee.missing_events()
    assert EVERYTHING.missing_fields() == EVERYTHING.missing_variables() == EVERYTHING.missing_events() == ()


def test_a_source_cannot_promise_a_fact_that_does_not_exist():
    with pytest.raises(ValueError, match="no fact called mood"):
        Capability(events=frozenset(), facts=frozenset({"mood"}))


def test_every_fact_a_row_needs_exists():
    names = {each.name for each in fields(Facts)}

    assert {fact for row in (*FIELDS, *VARIABLES) for fact in row.facts} <= names

from __future__ import annotations

import pytest

from notifications.conditions import first_unmet
from notifications.vocabulary import sample_facts

FACTS = sample_facts(language="en")


def holds(variable, operator, value):
    condition = {"variable": variable, "operator": operator, "value": value}
    return first_unmet([condition], FACTS, "en") is None


@pytest.mark.parametrize(
    ("variable", "operator", "value", "expected"),
    [
        ("BRANCH", "equals", "main", True),
        ("BRANCH", "equals", "mai", False),
        ("BRANCH", "not_equals", "main", False),
        ("BRANCH", "not_equals", "dev", True),
        ("REPOSITORY", "starts_with", "shop/", True),
        ("REPOSITORY", "starts_with", "web", False),
        ("COMMIT_MESSAGE", "contains", "Safari", True),
        ("COMMIT_MESSAGE", "contains", "Firefox", False),
        ("REPOSITORY", "matches", "shop/*", True),
        ("REPOSITORY", "matches", "*/shop", False),
    ],
)
def test_each_operator_compares_as_it_says(variable, operator, value, expected):
    assert holds(variable, operator, value) is expected


def test_what_was_not_reported_is_empty():
    assert holds("PULL_REQUEST_ID", "equals", "")
    assert holds("NEVER_HEARD_OF", "equals", "")
    assert not holds("PULL_REQUEST_ID", "equals", "7")


def test_what_the_event_sent_in_variables_counts_too():
    assert holds("GITEE_DOCKER_IMAGE", "contains", "web:1287")


def test_all_must_hold_and_the_first_that_does_not_is_told():
    conditions = [
        {"variable": "BRANCH", "operator": "equals", "value": "main"},
        {"variable": "BRANCH", "operator": "equals", "value": "dev"},
        {"variable": "TASK", "operator": "equals", "value": "x"},
    ]
    unmet = first_unmet(conditions, FACTS, "en")
    assert (unmet.variable, unmet.value, unmet.found) == ("BRANCH", "dev", "main")

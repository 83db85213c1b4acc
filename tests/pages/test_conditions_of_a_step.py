"""Conditions are rows of a form: filled ones are kept, empty ones are none, bad ones say so."""

from __future__ import annotations

import pytest

from notifications.models import Step
from tests.pages.reading import main

ON_MAIN = {"variable": "BRANCH", "operator": "equals", "value": "main"}
RELEASES = {"variable": "BRANCH", "operator": "matches", "value": "release/*"}


def rows(*conditions):
    """Return the fields of these conditions' rows, with one empty row behind them."""
    empty = {"variable": "", "operator": "equals", "value": ""}
    fields = {"conditions__TOTAL_FORMS": str(len(conditions) + 1)}
    for number, condition in enumerate([*conditions, empty]):
        fields |= {f"conditions__{number}__{part}": value for part, value in condition.items()}
    return fields


def test_filled_rows_are_kept_in_order(as_user, bob, fill):
    as_user(bob).post("/steps/new/", fill(**rows(RELEASES, ON_MAIN)))

    assert Step.objects.get().conditions == [RELEASES, ON_MAIN]


def test_a_variable_may_be_written_as_gitee_writes_it(as_user, bob, fill):
    as_user(bob).post("/steps/new/", fill(**rows(ON_MAIN | {"variable": "${BRANCH}"})))

    assert Step.objects.get().conditions == [ON_MAIN]


def test_a_saved_form_shows_them_and_two_empty_rows(as_user, bob, step):
    step.conditions = [RELEASES]
    step.save()

    page = as_user(bob).get(f"/steps/{step.pk}/").content.decode()

    assert 'name="conditions-0-value" value="release/*"' in page
    assert "conditions-2-value" in page
    assert "conditions-3-value" not in page


def test_an_emptied_row_is_a_condition_less(as_user, bob, step, fill):
    step.conditions = [RELEASES, ON_MAIN]
    step.save()
    emptied = RELEASES | {"variable": "", "value": ""}

    as_user(bob).post(f"/steps/{step.pk}/", fill(**rows(emptied, ON_MAIN)))

    step.refresh_from_db()
    assert step.conditions == [ON_MAIN]


@pytest.mark.parametrize(
    ("part", "typed", "message"),
    [
        ("variable", "BRANCHH", "${BRANCHH} is not known. Did you mean ${BRANCH}?"),
        ("variable", "", "Name a variable, such as BRANCH."),
    ],
)
def test_a_fault_stands_in_its_row_and_above_the_form(as_user, bob, fill, part, typed, message):
    answer = as_user(bob).post("/steps/new/", fill(**rows(ON_MAIN, RELEASES | {part: typed})))

    assert answer.status_code == 422
    assert list(answer.context["form"].conditions.forms[1].errors[part]) == [message]
    assert f"Conditions: {message}" in main(answer)


def test_faults_of_two_rows_stand_in_their_own_rows(as_user, bob, fill):
    wrong = [ON_MAIN | {"variable": "BRANCHH"}, ON_MAIN, ON_MAIN | {"variable": "STAGEE"}]

    answer = as_user(bob).post("/steps/new/", fill(**rows(*wrong)))

    shown = [list(row.errors) for row in answer.context["form"].conditions.forms]
    assert shown == [["variable"], [], ["variable"], []]


def test_a_row_that_cannot_be_read_is_a_fault_and_not_dropped(as_user, bob, fill):
    answer = as_user(bob).post("/steps/new/", fill(**rows(ON_MAIN | {"operator": "resembles"})))

    assert answer.status_code == 422
    assert "A condition cannot be read." in main(answer)
    assert "resembles is not one of the available choices" in main(answer)


def test_a_form_without_its_rows_leaves_the_conditions_alone(as_user, bob, step, fill):
    step.conditions = [ON_MAIN]
    step.save()
    bare = {name: value for name, value in fill().items() if not name.startswith("conditions-")}

    answer = as_user(bob).post(f"/steps/{step.pk}/", bare)

    step.refresh_from_db()
    assert answer.status_code == 422
    assert step.conditions == [ON_MAIN]

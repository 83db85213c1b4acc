"""A form that does not hold answers 422, says each fault at its field and keeps everything typed."""

from __future__ import annotations

import pytest

from notifications.models import Step
from tests.pages.reading import errors_at, main, value

pytestmark = pytest.mark.asvs("V2.2.2")

FAULTS = [
    ("name", "", "This field is required."),
    ("name", "x" * 101, "Ensure this value has at most 100 characters (it has 101)."),
    ("task", "x" * 201, "Ensure this value has at most 200 characters (it has 201)."),
    ("serves", "", "This field is required."),
    ("credential", "", "This field is required."),
    ("events", [], "This field is required."),
    ("events", ["exploded"], "Select a valid choice. exploded is not one of the available choices."),
    ("custom_content", "${BRANCHH}", "${BRANCHH} is not known. Did you mean ${BRANCH}?"),
    (
        "custom_content",
        "${QQXXZZ}",
        "${QQXXZZ} is not known. If your pipeline sends it, allow custom names.",
    ),
    (
        "custom_content",
        "x" * 8001,
        "This has 8001 characters; at most 8000 are kept: shorten it.",
    ),
    (
        "mentions",
        "李雷, lilei",
        "李雷: this is no user_id. Find it in WeCom's administration: 通讯录 → the member → 帐号.",
    ),
    (
        "mentions",
        ", ".join(f"user{number}" for number in range(51)),
        "At most 50 people can be mentioned; use “all” for everybody.",
    ),
    ("message_type", "html", "Select a valid choice. html is not one of the available choices."),
    ("language", "fr", "Select a valid choice. fr is not one of the available choices."),
    ("on_ambiguous", "pray", "Select a valid choice. pray is not one of the available choices."),
]


@pytest.mark.parametrize(("field", "typed", "message"), FAULTS)
def test_a_fault_stands_at_its_field(as_user, bob, fill, field, typed, message):
    answer = as_user(bob).post("/steps/new/", fill(**{field: typed}))

    assert answer.status_code == 422
    assert errors_at(answer, field) == [message]
    assert not Step.objects.exists()


def test_the_faults_are_also_named_together_above_the_form(as_user, bob, fill):
    answer = as_user(bob).post("/steps/new/", fill(name="", custom_content="${BRANCHH}"))

    assert "Not saved yet. Name of the rule : This field is required. Custom content :" in main(answer)
    assert 'href="#id_custom_content"' in answer.content.decode()


def test_nothing_typed_is_lost(as_user, bob, fill):
    answer = as_user(bob).post("/steps/new/", fill(name="", task="build", custom_content="  **kept**\n"))

    assert value(answer, "task") == "build"
    assert value(answer, "custom_content") == "  **kept**\n"
    assert "data-dirty>" in answer.content.decode()


def test_the_heading_stays_the_saved_name(as_user, bob, step, fill):
    answer = as_user(bob).post(f"/steps/{step.pk}/", fill(name="", events=[]))

    assert main(answer).startswith("Notification rules Failures")
    step.refresh_from_db()
    assert step.name == "Failures"


def test_a_name_that_only_the_pipeline_knows_is_saved_when_allowed(as_user, bob, fill):
    as_user(bob).post("/steps/new/", fill(custom_content="${MY_OWN}", allow_custom_names="on"))

    assert Step.objects.get().custom_content == "${MY_OWN}"

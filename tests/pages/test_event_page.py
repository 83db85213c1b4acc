"""An event's page says what was reported and why each rule did or did not notify."""

from __future__ import annotations

import pytest

from notifications.models import Step
from tests.pages.reading import links, main

REASONS = [
    ({"events": ["succeeded"]}, {}, "It is for Succeeded; this was: Failed."),
    ({"task": "deploy"}, {"task": "build"}, "It is for the task “deploy”; this was “build”."),
    ({"task": "deploy"}, {}, "It is for the task “deploy”; this was about the whole pipeline."),
    ({"is_enabled": False}, {}, "It is switched off."),
    (
        {"conditions": [{"variable": "BRANCH", "operator": "matches", "value": "release/*"}]},
        {"branch": "main"},
        "“BRANCH matches the pattern release/*” does not hold: it was “main”.",
    ),
]


@pytest.mark.parametrize(("rule", "facts", "reason"), REASONS)
def test_a_silent_rule_says_why(as_user, vera, step, report, rule, facts, reason):
    Step.objects.filter(pk=step.pk).update(**rule)

    event = report("failed", **facts).event

    page = main(as_user(vera).get(f"/events/{event.pk}/"))
    assert f"Silent Failures {reason}" in page
    assert "This event made no delivery." in page


def test_a_rule_that_fired_leads_to_its_delivery(as_user, vera, step, report):
    receipt = report("failed")

    page = as_user(vera).get(f"/events/{receipt.event.pk}/")

    assert "Notified Failures It fired." in main(page)
    assert {f"/steps/{step.pk}/", f"/deliveries/{receipt.deliveries[0].pk}/"} <= set(links(page))


def test_the_reasons_stay_when_the_rule_is_gone(as_user, vera, step, report):
    event = report("failed").event
    step.delete()

    page = as_user(vera).get(f"/events/{event.pk}/")

    assert "Notified Failures" in main(page)
    assert not [href for href in links(page) if href.startswith("/steps/")]


def test_without_rules_nobody_was_told(as_user, vera, report):
    event = report("failed").event

    page = main(as_user(vera).get(f"/events/{event.pk}/"))
    assert "No rule served this pipeline when the event came, so nobody was told." in page


def test_the_facts_are_told_as_reported(as_user, vera, report):
    event = report(
        "failed", task="build", branch="main", url="https://ci.example.com/7", variables={"IMAGE": "a/b:1"}
    ).event

    page = as_user(vera).get(f"/events/{event.pk}/")

    assert "Task build" in main(page)
    assert "Branch main" in main(page)
    assert "${IMAGE} a/b:1" in main(page)
    assert "Source api · Token CI" in main(page)
    assert "https://ci.example.com/7" in links(page)


def test_a_status_nobody_knows_is_shown_as_it_came(as_user, vera, report):
    event = report("exploded", status_text="exploded").event

    assert main(as_user(vera).get(f"/events/{event.pk}/")).startswith(
        "Pipelines Web portal Web portal #7 exploded"
    )


def test_values_cannot_make_links_that_run(as_user, vera, report):
    event = report(url="javascript:alert(1)", branch="<b>x</b>").event

    page = as_user(vera).get(f"/events/{event.pk}/").content.decode()

    assert 'href="javascript:' not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


def test_what_its_source_never_tells_is_named(as_user, vera, report):
    gitee = report(source="gitee", run="1", triggered_by="lilei").event
    api = report(source="api", run="2").event

    page = main(as_user(vera).get(f"/events/{gitee.pk}/"))

    told = page.split("This source never tells: ")[1]
    assert told.startswith("Started, Waiting for approval, Trigger, Commit message, Pull request,")
    assert "never tells" not in main(as_user(vera).get(f"/events/{api.pk}/"))

"""Whatever people and CI systems write is shown as they wrote it: it is neither markup nor a template."""

from __future__ import annotations

import html
import itertools
import json
import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.cache import cache

from credentials.models import Credential
from notifications import intake
from notifications.models import Pipeline, Step
from notifications.reports import Report
from teams.models import Team
from tests.conftest import PASSWORD
from tests.pages.forms import FILLED
from tests.security.hostile_texts import OURS, all_texts, lines
from tests.security.markup import faults_in

ROWS = 25
FACTS = (
    "stage", "task", "trigger_type", "triggered_by", "url", "repository", "branch", "commit",
    "commit_message", "author", "pull_request_title", "failure_reason", "comment", "company", "source_branch",
)  # fmt: skip
CONTENT = "\n".join(f"${{{name}}}" for name in ("TASK", "BRANCH", "COMMIT_TITLE", "AUTHOR", "COMMIT_MESSAGE"))


def batches(texts, size):
    found = iter(texts)
    return iter(lambda: list(itertools.islice(found, size)), [])


def assert_shown(response, texts=()):
    """Read a page: nothing in it runs, and the texts stand in it."""
    page = response.content.decode()
    assert response.status_code < 500
    assert faults_in(page) == []
    assert [text for text in texts if html.escape(text) not in page] == []
    return page


@pytest.fixture
def alice(world):
    return world.browser("alice")


@pytest.fixture
def shop(world):
    """The shop with nothing in it but its group."""
    Step.objects.all().delete()
    Pipeline.objects.all().delete()
    return world.shop


def test_names_of_pipelines_are_text(alice, shop):
    for texts in batches(all_texts(), ROWS):
        Pipeline.objects.all().delete()
        made = [Pipeline(team=shop, identifier=f"p{n}", name=text[:200]) for n, text in enumerate(texts)]
        Pipeline.objects.bulk_create(made)
        assert_shown(alice.get("/pipelines/"), [each.name for each in made])


def test_names_and_tasks_of_rules_are_text(alice, shop):
    ops = Credential.objects.get()
    for texts in batches(all_texts(), ROWS):
        Step.objects.all().delete()
        made = [Step(team=shop, name=text[:100], task=text[-100:], credential=ops) for text in texts]
        Step.objects.bulk_create(made)
        assert_shown(alice.get("/"), [each.name for each in made])


def test_facts_of_events_are_text(alice, shop):
    web = Pipeline.objects.create(team=shop, identifier="web", name="<b>Web</b>")
    Step.objects.create(
        team=shop, pipeline=web, name="<i>", credential=Credential.objects.get(), custom_content=CONTENT,
        content_fields=["pipeline_name", "task_url", "branch", "commit_message", "failure_reason"],
    )  # fmt: skip
    for run, texts in enumerate(batches(all_texts()[::3], len(FACTS))):
        facts = {name: text[:200] for name, text in zip(FACTS, texts, strict=False)}
        report = Report(source="api", pipeline="web", run=str(run), status="failed", **facts)
        receipt = intake.receive(report, pipeline=web, reporter="<u>token</u>")
        assert_shown(alice.get(f"/events/{receipt.event.pk}/"))
        assert_shown(alice.get(f"/deliveries/{receipt.deliveries[0].pk}/"))
    assert_shown(alice.get("/deliveries/"))


def test_custom_content_is_text_when_it_is_previewed(alice, shop):
    form = FILLED | {"serves": f"team:{shop.pk}", "credential": str(Credential.objects.get().pk)}
    for kind, texts in zip(
        itertools.cycle(["markdown", "markdown_v2", "text"]), batches(all_texts()[::2], 20)
    ):
        content = "\n".join(texts)[:3000]
        shown = alice.post("/steps/preview/", form | {"custom_content": content, "message_type": kind})
        page = assert_shown(shown)
        assert "1787569" not in page


@pytest.mark.asvs("V1.2.1", "V1.2.2", "V1.2.3", "V1.3.7")
@pytest.mark.parametrize("text", OURS)
def test_a_form_that_takes_a_text_shows_it_and_runs_nothing(alice, shop, text):
    form = FILLED | {"serves": f"team:{shop.pk}", "credential": str(Credential.objects.get().pk)}
    for path, sent in (
        ("/pipelines/new/", {"team": shop.pk, "identifier": "hostile", "name": text}),
        ("/pipelines/new/", {"team": shop.pk, "identifier": text, "name": text}),
        ("/steps/new/", form | {"name": text, "custom_content": text, "task": text, "mentions": text}),
        (f"/credentials/{Credential.objects.get().pk}/", {"name": text, "teams": [shop.pk]}),
        ("/teams/shop/settings/", {"name": text, "language": "en", "time_zone": text}),
        ("/teams/shop/invitations/", {"role": "viewer", "note": text}),
        ("/profile/", {"first_name": text, "language": text, "theme": text, "email": text}),
    ):
        page = assert_shown(alice.post(path, sent, follow=True))
        assert "1787569" not in page


@pytest.mark.asvs("V1.2.1", "V1.2.3", "V1.3.7")
@pytest.mark.parametrize("path", ["/", "/pipelines/", "/deliveries/", "/credentials/", "/teams/", "/audit/"])
def test_a_search_shows_what_was_sought_as_text(alice, shop, path):
    for text in OURS:
        names = ("q", "state", "pipeline", "step", "credential", "since", "errcode", "verb", "actor", "team")
        assert_shown(alice.get(path, dict.fromkeys(names, text)))


@pytest.mark.asvs("V1.2.1", "V1.2.3", "V1.3.7")
def test_a_teams_name_is_text_wherever_it_stands(alice, world, shop):
    for text in OURS[:6]:
        Team.objects.filter(pk=shop.pk).update(name=text)
        for path in (
            "/",
            "/teams/",
            "/teams/shop/",
            "/teams/shop/connections/",
            "/pipelines/new/",
            "/audit/",
        ):
            assert_shown(alice.get(path))


def test_the_api_takes_every_text_or_says_what_is_wrong(world, shop):
    headers, browser = world.bearer("alice"), world.browser("")
    Pipeline.objects.create(team=shop, identifier="web", name="Web")
    for run, texts in enumerate(batches(all_texts(), len(FACTS))):
        event = {"pipeline": "shop/web", "run": str(run), "status": "failed"} | dict(
            zip(FACTS, texts, strict=False)
        )
        body = json.dumps(event)
        answer = browser.post("/api/v1/events", body, content_type="application/json", headers=headers)
        assert answer.status_code in {202, 400}
        assert answer.headers["Content-Type"].startswith(("application/json", "application/problem+json"))


AWAY = [
    "//evil.example",
    "/\\evil.example",
    "https:evil.example",
    "///evil.example",
    "\r\nX: y",
    "\t//evil.example",
]


def assert_stays(answer, target):
    """Read a redirect as a browser does, which takes a backslash for a slash."""
    location = answer.headers["Location"].replace("\\", "/")
    place = urlsplit(urljoin("http://testserver/theme/", location))
    assert (place.scheme, place.netloc) == ("http", "testserver"), target
    assert not re.search(r"[\x00-\x20]", location), target


@pytest.mark.parametrize("path", ["/theme/", "/language/"])
def test_no_next_page_leads_away(alice, path):
    for target in [*lines("inject"), *AWAY]:
        assert_stays(alice.post(path, {"theme": "dark", "language": "en", "next": target}), target)


def test_nobody_is_led_away_by_signing_in(world):
    cache.clear()  # sign-ins are counted by address
    for target in [*lines("inject")[::24], *AWAY]:
        form = {"login": "vera", "password": PASSWORD, "next": target}
        assert_stays(world.browser("anonymous").post("/accounts/login/", form), target)

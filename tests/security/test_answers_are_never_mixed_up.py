"""Many people at once: no answer holds another team's data, none is made in another's language."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections

from credentials.models import Credential
from notifications import intake
from notifications.models import Pipeline, Step
from notifications.reports import Report
from teams.models import Team
from tests.security.world import new_key, populated

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("V8.4.1")]
THREADS = 4
ROUNDS = 4
PAGES = [
    "/",
    "/pipelines/",
    "/credentials/",
    "/deliveries/",
    "/teams/",
    "/audit/",
    "/profile/",
    "/steps/new/",
]
CALLS = ["/teams", "/credentials", "/pipelines", "/steps", "/deliveries"]
MARKS = {"alice": "ShopsOwn", "charlie": "OthersOwn"}
PATHS = [*PAGES, *(f"/api/v1{call}" for call in CALLS)]
LANGUAGES = {"alice": "en", "charlie": "ru"}


@pytest.fixture(scope="module")
def two_teams(django_db_setup, django_db_blocker, private_settings):
    """Commit two teams with a like set of things, each thing named after its team."""
    with django_db_blocker.unblock():
        world = populated()
        world.browser("").get("/healthz")  # the site is loaded once, as a server does before it has threads
        for name, team in (("alice", world.shop), ("charlie", world.other)):
            furnish(world.people[name], team, mark=MARKS[name])
            type(world.people[name]).objects.filter(username=name).update(language=LANGUAGES[name])
        yield world
        call_command("flush", verbosity=0, interactive=False)
        cache.clear()


def furnish(person, team, *, mark):
    Team.objects.filter(pk=team.pk).update(name=f"{mark} team")
    web = Pipeline.add(team=team, identifier="web", name=f"{mark} web", by=person)
    group = Credential.register(name=f"{mark} group", webhook=new_key(), by=person, teams=[team])
    step = Step(team=team, pipeline=web, name=f"{mark} rule", credential=group)
    step.store(by=person)
    report = Report(source="api", pipeline="web", run="1", status="failed", branch=f"{mark} branch")
    intake.receive(report, pipeline=web, reporter="token")


def answers(world, number):
    """Ask as both people in turn, in one thread, as a server's thread would; return what each was told."""
    told = []
    start.wait()
    try:
        for turn in range(ROUNDS):
            for place, call in enumerate(PATHS):
                name = ("alice", "charlie")[(number + turn + place) % 2]
                headers = world.bearer(name) if call.startswith("/api") else {}
                told.append((name, call, world.browser("" if headers else name).get(call, headers=headers)))
    finally:
        connections.close_all()
    return told


start = threading.Barrier(THREADS)


@pytest.fixture(scope="module")
def told(two_teams, django_db_blocker):
    with django_db_blocker.unblock(), ThreadPoolExecutor(THREADS) as pool:
        asked = [pool.submit(answers, two_teams, number) for number in range(THREADS)]
        return [each for one in asked for each in one.result()]


def test_everybody_was_answered(told):
    assert {answer.status_code for _name, _path, answer in told} == {200}
    assert len(told) == THREADS * ROUNDS * len(PATHS)


def test_no_answer_holds_what_is_another_teams(told):
    for name, path, answer in told:
        text = answer.content.decode()
        others = MARKS["charlie" if name == "alice" else "alice"]
        assert others not in text, f"{path} for {name}"


def test_the_answers_hold_ones_own(told):
    own = {path for name, path, answer in told if MARKS[name] in answer.content.decode()}
    assert {"/", "/pipelines/", "/credentials/", "/deliveries/", "/teams/", "/steps/new/"} <= own
    assert {f"/api/v1{call}" for call in CALLS} <= own


def test_everybody_reads_their_own_language(told):
    for name, path, answer in told:
        if not path.startswith("/api"):
            assert answer.headers["Content-Language"] == LANGUAGES[name]
            assert f'<html lang="{LANGUAGES[name]}"' in answer.content.decode()

from __future__ import annotations

import json

import pytest

from notifications.sources import Ignored, Unreadable
from notifications.sources.gitee import GITEE
from notifications.sources.source import Request
from tests.sources.conftest import URL, notice


def parse(body, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return GITEE.parse(Request(headers=named, body=b"", json=body))


def report(body, **headers):
    (found,) = parse(body, **headers)
    return found


def test_a_notice_becomes_a_report():
    found = report(notice(), x_gitee_timestamp="1633679083918")

    assert (found.source, found.pipeline, found.pipeline_name) == ("gitee", "183", "网上商城")
    assert (found.run, found.stage, found.stage_name, found.task) == ("19", "构建", "构建", "java构建")
    assert (found.status, found.status_text, found.url) == ("failed", "", URL)
    assert (found.repository, found.branch, found.commit) == ("shop/web", "master", "9f3c1e7")
    assert (found.job, found.reported_at) == ("30/40/50", "1633679083918")
    assert found.variables == {"IMAGE": "web:1"}


@pytest.mark.parametrize(
    ("code", "status"),
    [("SUCC", "succeeded"), ("FAIL", "failed"), ("CANCEL", "canceled"), ("SKIP", "skipped")],
)
def test_every_documented_code_is_known(code, status):
    found = report(notice(statusCode=code))

    assert (found.status, found.status_text) == (status, "")


@pytest.mark.parametrize("code", ["TIMEOUT", "succ", "SUCCESS", "未知"])
def test_another_code_is_unknown_and_kept(code):
    found = report(notice(statusCode=code))

    assert (found.status, found.status_text) == ("unknown", code)


def test_gitees_own_variables_fill_facts_and_the_others_stay_variables():
    body = notice()
    body["globalParams"] = [
        {"key": "GITEE_PIPELINE_NAME", "value": "web-portal"},
        {"key": "GITEE_PIPELINE_TRIGGER_USER", "value": "lilei"},
        {"key": "GITEE_STAGE_NAME", "value": "build"},
        {"key": "GITEE_COMMIT_MESSAGE", "value": "Fix it"},
        {"key": "GITEE_PULL_ID", "value": 7},
        {"key": "GITEE_BRANCH", "value": "other"},
        {"key": "GITEE_DOCKER_IMAGE", "value": "web:2"},
        {"key": "DRY", "value": True},
        {"key": "EMPTY", "value": None},
    ]

    found = report(body)

    assert (found.pipeline, found.triggered_by, found.pull_request_id) == ("web-portal", "lilei", "7")
    assert (found.stage, found.stage_name, found.commit_message) == ("build", "构建", "Fix it")
    assert found.branch == "master"  # what the notice says of itself wins
    assert found.variables == {"GITEE_DOCKER_IMAGE": "web:2", "DRY": "true", "EMPTY": ""}


@pytest.mark.parametrize("name", ["two words", "a/b", ""])
def test_a_name_that_can_be_no_identifier_gives_way_to_the_number(name):
    body = notice()
    body["globalParams"] = [{"key": "GITEE_PIPELINE_NAME", "value": name}]

    assert report(body).pipeline == "183"


def test_the_pipeline_before_and_the_artifact_are_told():
    body = notice()
    upstream = {"GITEE_BRANCH": "release", "GITEE_REPO": "git/up", "GITEE_PIPELINE_NAME": "up", "X": "1"}
    body["sources"] = [
        {"sourceType": "PIPELINE", "buildNumber": 7, "upParams": json.dumps(upstream)},
        {"sourceType": "CODE_LEVEL_ARTIFACT", "artifactRepo": "default", "artifactVersion": "v1.0.0"},
    ]

    found = report(body)

    assert (found.pipeline, found.repository, found.branch) == ("183", "git/up", "release")
    assert found.variables == {
        "X": "1",
        "UPSTREAM_BUILD_NUMBER": "7",
        "ARTIFACT_REPO": "default",
        "ARTIFACT_VERSION": "v1.0.0",
        "IMAGE": "web:1",
    }


@pytest.mark.parametrize("params", ["", "{", "[]", "[1]", "null", '{"A": "\\ud800"}', "[" * 5000, 7, None])
def test_unreadable_upstream_parameters_lose_nothing_else(params):
    body = notice()
    body["sources"].append({"sourceType": "PIPELINE", "buildNumber": 7, "upParams": params})

    found = report(body)

    assert found.branch == "master"
    for text in found.variables.values():
        text.encode()


@pytest.mark.parametrize("strange", [None, {}, [], "x", 7, [None], [[]], [{"sourceType": 1}], [{"key": {}}]])
def test_strange_lists_are_read_around(strange):
    found = report(notice() | {"sources": strange, "globalParams": strange})

    assert found.task == "java构建"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://x/y", "//x", "https://a b", 5, None, "http://["]
)
def test_only_a_web_address_becomes_a_link(url):
    found = report(notice(pipelineUrl=url))

    assert (found.url, found.job) == ("", "")


def test_overlong_names_are_cut_for_a_notice_must_not_be_lost():
    found = report(notice(stageName="x" * 500, jobName="y" * 500, statusCode="Z" * 500))

    assert (len(found.stage), len(found.task), len(found.status_text)) == (200, 200, 100)


@pytest.mark.parametrize("name", ["statusCode", "buildNumber", "jobName", "pipelineId"])
@pytest.mark.parametrize("value", [None, "", {}, []])
def test_what_a_job_must_have_is_named(name, value):
    with pytest.raises(Unreadable) as caught:
        parse(notice(**{name: value}))

    assert caught.value.field == f"job.{name}"


@pytest.mark.parametrize("body", [{}, {"job": None}, {"job": []}, {"job": "x"}])
def test_a_body_without_a_job_is_unreadable(body):
    with pytest.raises(Unreadable) as caught:
        parse(body)

    assert (caught.value.field, caught.value.message) == (
        "job",
        "This is required: Gitee's pipeline notice tells of a job.",
    )


def test_a_pipelines_hook_without_a_job_is_unreadable_and_not_ignored():
    with pytest.raises(Unreadable) as caught:
        parse({"ref": "refs/heads/main"}, x_gitee_event="Pipeline Hook")

    assert (caught.value.field, caught.value.message) == (
        "job",
        "This is required: Gitee's pipeline notice tells of a job.",
    )


def test_a_repositorys_hook_is_ignored():
    by_header = parse({"ref": "refs/heads/main"}, x_gitee_event="Push Hook")
    by_body = parse({"hook_name": "merge_request_hooks"})

    assert by_header == Ignored(reason="Push Hook tells of no pipeline's result: nothing was stored.")
    assert by_body == Ignored(reason="merge_request_hooks tells of no pipeline's result: nothing was stored.")

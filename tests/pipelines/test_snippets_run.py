"""Every shell snippet is run by a real shell, with a curl that only writes down what it was given."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import textwrap

import pytest

from notifications.event_bodies import report_of
from notifications.snippets import SYSTEMS, system_of
from teams.api.strict_json import parse

NAUGHTY = "feat: \"quotes\" 'and' \\ back\\nslash $HOME `id` $(id)\n\n第二行\t🚀 %s %d"
VALUES = {
    "WECOM_NOTIFY_TOKEN": "wcn_token",
    "GITEE_PIPELINE_BUILD_NUMBER": "19",
    "GITEE_PIPELINE_TRIGGER_USER": "李雷",
    "GITEE_COMMIT_MESSAGE": NAUGHTY,
    "GITEE_BRANCH": "main",
    "CI_JOB_STATUS": "success",
    "CI_PIPELINE_IID": "19",
    "CI_JOB_URL": "https://gitlab.example.com/shop/web/-/jobs/1",
    "CI_COMMIT_MESSAGE": NAUGHTY,
    "CI_COMMIT_AUTHOR": "李雷 <lilei@example.com>",
    "CI_JOB_STARTED_AT": "2026-11-22T08:00:00Z",
    "GITLAB_USER_LOGIN": "李雷",
    "RESULT": "ABORTED",
    "BUILD_NUMBER": "19",
    "BUILD_URL": "https://jenkins.example.com/job/web/19/",
    "BUILD_USER_ID": "李雷",
    "GITHUB_RUN_NUMBER": "19",
    "GITHUB_RUN_ATTEMPT": "2",
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_ACTOR": "李雷",
    "MESSAGE": NAUGHTY,
    "FAILED": "true",
}


def shell_of(system):
    """Return the shell text inside a snippet, as the CI system would hand it to sh."""
    text = system.snippet
    if system.slug == "gitlab":
        return textwrap.dedent(text.split("- |\n", 1)[1])
    if system.slug == "github":
        return textwrap.dedent(text.split("run: |\n", 1)[1])
    if system.slug == "jenkins":
        inside = text.split("sh '''", 1)[1].rsplit("'''", 1)[0]
        return re.sub(r"\\(.)", r"\1", inside)
    return text


@pytest.fixture
def run(tmp_path):
    """Run a system's snippet; returns what curl got: its arguments and the report."""
    fake = tmp_path / "curl"
    fake.write_text(
        f'#!/bin/sh\ncat > {tmp_path}/body\nprintf "%s\\n" "$@" > {tmp_path}/arguments\nexit 22\n'
    )
    fake.chmod(0o755)

    def ran(system, **values):
        environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}"} | VALUES | values
        done = subprocess.run(
            ["sh", "-eu" if system.slug == "github" else "-e", "-c", shell_of(system)],
            env=environment | {"CANCELED": "false"} | dict.fromkeys(github_names(), "x") | values,
            capture_output=True,
            check=False,
        )
        assert done.stderr == b""
        arguments = (tmp_path / "arguments").read_text().splitlines()
        return done.returncode, arguments, report_of(parse((tmp_path / "body").read_bytes()))

    return ran


def github_names():
    names = ("WORKFLOW", "REPOSITORY", "REF_NAME", "SHA", "EVENT_NAME", "RUN_ID")
    return [f"GITHUB_{name}" for name in names]


SHELLS = [system for system in SYSTEMS if system.slug != "curl"]


@pytest.mark.parametrize("system", SHELLS, ids=lambda system: system.slug)
def test_a_snippet_reports_and_never_fails_the_pipeline(run, system):
    if system.slug == "github" and shutil.which("jq") is None:
        pytest.skip("1 snippet needs jq, which is not installed here")

    code, arguments, report = run(system)

    assert code == 0
    assert "Authorization: Bearer wcn_token" in arguments
    assert arguments[-1] == "http://127.0.0.1:8000/api/v1/events"
    assert (report.run, report.triggered_by) == ("19", "李雷")


@pytest.mark.parametrize("slug", ["gitee", "gitlab"])
def test_a_naughty_commit_message_arrives_whole(run, slug):
    _, _, report = run(system_of(slug))

    assert report.commit_message == NAUGHTY.replace("\t", " ")


@pytest.mark.parametrize(
    ("slug", "values", "status"),
    [
        ("gitlab", {"CI_JOB_STATUS": "success"}, "succeeded"),
        ("gitlab", {"CI_JOB_STATUS": "failed"}, "failed"),
        ("gitlab", {"CI_JOB_STATUS": "canceled"}, "canceled"),
        ("jenkins", {"RESULT": "SUCCESS"}, "succeeded"),
        ("jenkins", {"RESULT": "UNSTABLE"}, "failed"),
        ("jenkins", {"RESULT": "ABORTED"}, "canceled"),
        ("jenkins", {"RESULT": "NOT_BUILT"}, "skipped"),
        ("gitee", {}, "running"),
    ],
)
def test_each_systems_words_become_ours(run, slug, values, status):
    assert run(system_of(slug), **values)[2].status == status


@pytest.mark.parametrize(
    ("values", "trigger"),
    [({}, ""), ({"TRIGGER_TYPE": "manual"}, "manual"), ({"GITEE_PULL_REQUEST_ID": "7"}, "pull_request")],
)
def test_gitees_kind_of_trigger_is_never_guessed(run, values, trigger):
    assert run(system_of("gitee"), **values)[2].trigger_type == trigger


def test_gitees_start_has_its_time(run):
    assert run(system_of("gitee"))[2].started_at is not None


def test_the_plain_example_is_an_event(run, tmp_path):
    text = system_of("curl").snippet.split("'")[1]

    assert report_of(json.loads(text)).status == "failed"

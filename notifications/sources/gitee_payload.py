"""Gitee's pipeline notice, as reports. Source: help.gitee.com/enterprise/pipeline/notice/webhook.

`job{pipelineId, pipelineName, stageName, jobName, buildNumber, statusCode, statusName, pipelineUrl}`,
`sources[]` (GITEE_GO, PIPELINE with `upParams` as JSON in a text, CODE_LEVEL_ARTIFACT), `globalParams[]`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext

from notifications.reports import Report
from notifications.sources.gitee_signing import TIMESTAMP_HEADER, moment
from notifications.sources.reading import json_text, members, named_values, required, text, web_address
from notifications.sources.source import Ignored, Request, Unreadable
from notifications.vocabulary import Status

SLUG = "gitee"
STATUSES = MappingProxyType(
    {"SUCC": Status.SUCCEEDED, "FAIL": Status.FAILED, "CANCEL": Status.CANCELED, "SKIP": Status.SKIPPED}
)
CODE_FACTS = MappingProxyType(
    {
        "GITEE_REPO": "repository",
        "GITEE_BRANCH": "branch",
        "GITEE_COMMIT": "commit",
        "GITEE_COMMIT_MESSAGE": "commit_message",
        "GITEE_SOURCE_BRANCH": "source_branch",
        "GITEE_SOURCE_COMMIT": "source_commit",
        "GITEE_PULL_REQUEST_ID": "pull_request_id",
        "GITEE_PULL_ID": "pull_request_id",
        "GITEE_PULL_REQUEST_TITLE": "pull_request_title",
        "GITEE_COMMENT": "comment",
    }
)
OWN_FACTS = MappingProxyType(
    {
        "GITEE_COMPANY": "company",
        "GITEE_PIPELINE_NAME": "pipeline",
        "GITEE_PIPELINE_DISPLAY_NAME": "pipeline_name",
        "GITEE_PIPELINE_TRIGGER_USER": "triggered_by",
        "GITEE_STAGE_NAME": "stage",
        "GITEE_STAGE_DISPLAY_NAME": "stage_name",
        "GITEE_STAGE_STRATEGY": "stage_strategy",
        **CODE_FACTS,
    }
)
LONGEST = MappingProxyType(
    {"pipeline": 100, "stage": 200, "stage_name": 200, "branch": 300, "pipeline_name": 200}
)
# What cannot stand in our addresses would lose the notice; the number always can.
_IDENTIFIER = re.compile(r"[\w.:@-]{1,100}")
_JOB = re.compile(r"/history/(\d+)/stages/(\d+)/jobs/(\d+)", re.ASCII)


def parse(request: Request) -> tuple[Report, ...] | Ignored:
    """Read one notice; a repository's hook (push, pull request, comment) is ignored.

    Raises:
        Unreadable: for a pipeline's notice without a job, or a job without build number, task, status or
            pipeline.
    """
    job = request.json.get("job")
    if not isinstance(job, Mapping):
        return _repository_hook(request)
    params = named_values(request.json.get("globalParams"))
    code, artifacts, upstream = _sources(request.json)
    # The notice's own word counts first, then the pipeline's variables, then those of the one before it.
    facts = _facts(upstream, CODE_FACTS) | _facts(params, OWN_FACTS) | code
    facts |= _of_job(job, facts)
    variables = _others(upstream) | artifacts | _others(params)
    return (_report(request, job, facts, variables=variables),)


def _report(
    request: Request, job: Mapping[str, Any], facts: Mapping[str, str], *, variables: Mapping[str, str]
) -> Report:
    status = required(job, "statusCode", path="job", most=100)
    known = STATUSES.get(status, Status.UNKNOWN)
    url = web_address(job.get("pipelineUrl"))
    sent_at = request.headers.get(TIMESTAMP_HEADER, "")
    return Report(
        source=SLUG,
        run=required(job, "buildNumber", path="job", most=100),
        status=known,
        status_text=status if known is Status.UNKNOWN else "",
        url=url,
        variables=variables,
        job="/".join(found.groups()) if (found := _JOB.search(url)) else "",
        reported_at=sent_at if moment(sent_at) else "",
        **facts,  # type: ignore[arg-type]  # names of texts only
    )


def _of_job(job: Mapping[str, Any], facts: Mapping[str, str]) -> dict[str, str]:
    """Return what the job is called; its own names are what people read, GITEE_… ones the identifiers."""
    stage = text(job.get("stageName"), most=200)
    own = facts.get("pipeline", "")
    return {
        "pipeline": own if _IDENTIFIER.fullmatch(own) else required(job, "pipelineId", path="job", most=100),
        "pipeline_name": text(job.get("pipelineName"), most=200) or facts.get("pipeline_name", ""),
        "stage": facts.get("stage") or stage,
        "stage_name": stage or facts.get("stage_name", ""),
        "task": required(job, "jobName", path="job", most=200),
    }


def _repository_hook(request: Request) -> Ignored:
    event = request.headers.get("x-gitee-event", "") or text(request.json.get("hook_name"), most=50)
    if not event or "pipeline" in event.casefold():
        raise Unreadable("job", gettext("This is required: Gitee's pipeline notice tells of a job."))
    return Ignored(
        reason=gettext("%(event)s tells of no pipeline's result: nothing was stored.") % {"event": event[:50]}
    )


def _sources(body: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return the code's facts, variables about artifacts, and the variables of the pipeline before."""
    code: dict[str, str] = {}
    variables: dict[str, str] = {}
    upstream: dict[str, str] = {}
    for each in members(body.get("sources")):
        match each.get("sourceType"):
            case "GITEE_GO":
                code = code or _code(each)
            case "PIPELINE":
                upstream = upstream or json_text(each.get("upParams"))
                variables.setdefault("UPSTREAM_BUILD_NUMBER", text(each.get("buildNumber"), most=100))
            case "CODE_LEVEL_ARTIFACT":
                variables.setdefault("ARTIFACT_REPO", text(each.get("artifactRepo")))
                variables.setdefault("ARTIFACT_VERSION", text(each.get("artifactVersion")))
    return code, {name: value for name, value in variables.items() if value}, upstream


def _code(source: Mapping[str, Any]) -> dict[str, str]:
    found = {
        "repository": text(source.get("repoPath")),
        "branch": text(source.get("branch"), most=300),
        "commit": text(source.get("commitId")),
    }
    return {name: value for name, value in found.items() if value}


def _facts(params: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    named = ((known[name], value) for name, value in params.items() if name in known and value)
    return {fact: value[: LONGEST.get(fact)] for fact, value in named}


def _others(params: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in params.items() if name not in OWN_FACTS}

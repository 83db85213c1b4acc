"""A Gitee notice as its documentation describes it, hand-written, and the real ones when they are at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "open"
URL = "https://e.gitee.com/shop/projects/1/pipelines/2/history/30/stages/40/jobs/50?buildNumber=19"


def notice(**job):
    """Return a notice; `job` changes its job."""
    return {
        "job": {
            "pipelineId": 183,
            "pipelineName": "网上商城",
            "stageName": "构建",
            "jobName": "java构建",
            "buildNumber": 19,
            "statusCode": "FAIL",
            "statusName": "失败",
            "pipelineUrl": URL,
        }
        | job,
        "sources": [
            {"sourceType": "GITEE_GO", "repoPath": "shop/web", "branch": "master", "commitId": "9f3c1e7"}
        ],
        "globalParams": [{"key": "IMAGE", "value": "web:1"}],
    }


def corpus(name):
    """Return a file of the corpora as JSON, or skip the test that needs it."""
    file = CORPORA / name
    if not file.exists():
        pytest.skip(f"1 corpus file is missing: {name}")
    return json.loads(file.read_text())

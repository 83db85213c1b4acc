from __future__ import annotations

import copy
import json

import pytest

from notifications.sources import Ignored
from notifications.sources.gitee import GITEE
from notifications.sources.source import Request
from tests.sources.conftest import CORPORA, corpus


def manifest():
    file = CORPORA / "samples" / "MANIFEST.jsonl"
    if not file.exists():
        return []
    lines = (json.loads(line) for line in file.read_text().splitlines() if line.strip())
    return [line for line in lines if line["system"] == "gitee"]


SAMPLES = manifest() or [None]


def parse(body, headers):
    lower = {name.lower(): value for name, value in headers.items()}
    return GITEE.parse(Request(headers=lower, body=b"", json=body))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["file"] if sample else "missing")
def test_every_sample_is_a_report_or_ignored(sample):
    if sample is None:
        pytest.skip("17 corpus files are missing: samples/gitee")
    parsed = parse(corpus(f"samples/{sample['file']}"), sample["headers"])

    if sample["common_state"] is None:
        assert isinstance(parsed, Ignored)
    else:
        assert [report.status for report in parsed] == [sample["common_state"]]


def test_the_documented_notice_is_read_whole():
    (report,) = parse(corpus("samples/gitee/giteepipeline_FAIL.json"), {})

    assert (report.pipeline, report.pipeline_name, report.run) == ("183", "测试流水线", "19")
    assert (report.stage, report.task, report.status) == ("构建", "java构建", "failed")
    assert (report.repository, report.branch, report.commit) == ("xiaoxuxuy/test", "master", "123123")
    assert report.job == "426411/741137/1018636"
    assert report.variables["test"] == "test1"


def test_every_status_of_the_sweep_is_mapped():
    sweeps = [sweep for sweep in corpus("sweeps.json") if sweep["system"] == "gitee"]
    assert sweeps
    for sweep in sweeps:
        base = corpus(sweep["base"])
        for case in sweep["cases"]:
            body = copy.deepcopy(base)
            body["job"]["statusCode"] = dict(case["set"])["/job/statusCode"]
            (report,) = parse(body, {})
            assert report.status == case["common"]

"""Peers on the same machine in the same run, told to tell the same robots."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from bench import processes, robots
from bench.figures import MILLISECONDS, Figure, Measured, SkippedError
from bench.load import Plan
from bench.loading import run
from bench.product import free_port
from bench.robots import ROOT, Sink
from bench.workshop import Workshop

APPRISE_MESSAGES = 400
ALERTS_PER_SECOND, ALERT_SECONDS = 20, 20
ALERTMANAGER = "prometheus-alertmanager"
READY_SECONDS = 20
NO_TOKEN = ""
IN_MEMORY = (
    "Alertmanager keeps alerts in memory: what is not yet told is gone with its process, unless Prometheus "
    "sends it again. It has no robot receiver, so webhook (CPU) and wechat (refusal) stand for it"
)
NOTHING_KEPT = (
    "apprise {version} keeps nothing: no queue, no retry, no record; a message under way is gone with its "
    "process. Its pause of 5.5 s between messages was switched off"
)
TRUSTING = "WeCom answered 45009 with HTTP 200: notify() returned {accepted}, its log said “{log}”"


def apprise(workshop: Workshop) -> Measured:
    """Have apprise's own WeCom robot plugin send to our stand-in, one message after the other."""
    if importlib.util.find_spec("apprise") is None:
        raise SkippedError("apprise is not installed: make bench installs it.")
    with robots.standing() as sink:
        runs = [_apprise(sink, APPRISE_MESSAGES) for _ in range(workshop.repeats)]
    with robots.standing("--refuse") as sink:
        refused = _apprise(sink, 1)
    return Measured(
        figures=(
            Figure(
                what="CPU per message, a library call",
                unit="ms",
                values=tuple(each["cpu_ms"] for each in runs),
                is_cpu=True,
            ),
        ),
        notes=(
            NOTHING_KEPT.format_map(refused),
            TRUSTING.format_map(refused),
        ),
    )


def _apprise(sink: Sink, count: int) -> dict[str, Any]:
    words = [sys.executable, "-m", "bench.apprise_peer", sink.url, f"{count}"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def alertmanager(workshop: Workshop) -> Measured:
    """Post alerts to Alertmanager at 20 a second, each its own group, to a webhook receiver."""
    if shutil.which(ALERTMANAGER) is None:
        raise SkippedError(f"{ALERTMANAGER} is not installed: apt-get install {ALERTMANAGER}.")
    cpu = []
    with robots.standing() as sink, _alertmanager(workshop.new_folder(), sink, "webhook") as (port, pid):
        for number in range(workshop.repeats):
            already, before = sink.count(), processes.cpu_seconds(pid)
            count = _post_alerts(port, first=(number + 1) * 10_000)
            sink.wait_for(already + count, within_seconds=30)
            cpu.append((processes.cpu_seconds(pid) - before) * MILLISECONDS / count)
    return Measured(
        figures=(Figure(what="CPU per alert, 20/s, in memory", unit="ms", values=tuple(cpu), is_cpu=True),),
        notes=(
            IN_MEMORY,
            *(_refused_alert(workshop, receiver) for receiver in ("webhook", "wechat")),
        ),
    )


def _post_alerts(port: int, *, first: int) -> int:
    count = ALERTS_PER_SECOND * ALERT_SECONDS
    schedule = [(place / ALERTS_PER_SECOND, _alert(first + place)) for place in range(count)]
    run(Plan(port=port, path="/api/v2/alerts", token=NO_TOKEN, connections=4, schedule=schedule)).demand(200)
    return count


def _refused_alert(workshop: Workshop, receiver: str) -> str:
    """Return what Alertmanager makes of a 45009, by its own counters."""
    folder = workshop.new_folder()
    with robots.standing("--refuse") as sink, _alertmanager(folder, sink, receiver) as (port, _):
        plan = Plan(port=port, path="/api/v2/alerts", token=NO_TOKEN, schedule=[(0.0, _alert(1))])
        run(plan).demand(200)
        time.sleep(3)
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/metrics")
        lines = connection.getresponse().read().decode().splitlines()
        calls = sink.count()
    told, failed = (
        _counter(lines, f'alertmanager_notifications_{name}{{integration="{receiver}"}}')
        for name in ("total", "failed_total")
    )
    return (
        f"45009 with HTTP 200 to its {receiver} receiver: {calls} call, {told:.0f} sent, {failed:.0f} failed"
    )


def _counter(lines: list[str], name: str) -> float:
    return next((float(line.split()[-1]) for line in lines if line.startswith(name)), 0.0)


def _alert(number: int) -> str:
    labels = {"alertname": "PipelineFailed", "pipeline": "web-portal", "run": f"{number}"}
    notes = {"summary": "构建镜像 failed", "description": "npm run build 退出码 1"}
    url = f"https://ci.example.com/runs/{number}"
    return json.dumps([{"labels": labels, "annotations": notes, "generatorURL": url}], ensure_ascii=False)


@contextmanager
def _alertmanager(folder: Path, sink: Sink, receiver: str) -> Iterator[tuple[int, int]]:
    """Run Alertmanager with one receiver; lend its port and its process id."""
    config, port = folder / "alertmanager.json", free_port()
    config.write_text(json.dumps(_config(sink, receiver)))  # JSON is YAML
    words = [
        ALERTMANAGER, f"--config.file={config}", f"--storage.path={folder}", "--cluster.listen-address=",
        f"--web.listen-address=127.0.0.1:{port}",
    ]  # fmt: skip
    with (folder / "log").open("wb") as log, subprocess.Popen(words, stdout=log, stderr=log) as process:
        try:
            _wait_until_ready(port)
            yield port, process.pid
        finally:
            process.kill()


def _config(sink: Sink, receiver: str) -> dict[str, object]:
    settings = {
        "webhook": {"url": sink.webhook("k"), "send_resolved": False},
        "wechat": {
            "api_url": f"{sink.url}/cgi-bin/", "api_secret": "a-secret-of-the-bench", "corp_id": "corp",
            "agent_id": "1", "to_user": "lilei", "send_resolved": False,
        },
    }  # fmt: skip
    route = {"receiver": "group", "group_by": ["..."], "group_wait": "0s", "group_interval": "1m"}
    return {"route": route, "receivers": [{"name": "group", f"{receiver}_configs": [settings[receiver]]}]}


def _wait_until_ready(port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/-/ready")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError("Alertmanager did not become ready.")

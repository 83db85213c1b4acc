"""Ten bursts of 100 events among 30 robots that take 20 a minute and refuse the rest, in real time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from bench import loading, robots, scene
from bench.figures import MILLISECONDS, Figure, Measured, at_most, percentile
from bench.load import Plan
from bench.product import Product
from bench.robots import Call, Sink
from bench.workshop import Workshop

PER_MINUTE = 20
BUSY, QUIET = 10, 20
BURST = 100
SECONDS = 60
# Busy robots hear more than they may be told; quiet ones less.
BUSY_EVERY_SECONDS, QUIET_EVERY_SECONDS = 4, 7
TASKS = ("构建镜像", "单元测试", "部署到预发", "代码扫描", "发布")
RUNS = re.compile(r"#(\d+)(?:–#(\d+))?")
SETTLE_SECONDS = 30
WORKERS = 3


@dataclass(frozen=True, kw_only=True)
class Owed:
    """One event of the plan: when it leaves, for which robot, as which run."""

    at: float
    robot: int
    run: int

    @property
    def body(self) -> str:
        task = TASKS[self.run % len(TASKS)]
        return scene.failure(self.run, pipeline=f"p{self.robot}", task=task)


def one_process(workshop: Workshop) -> Measured:
    """Send the bursts and a minute of news beside them to one `serve` on SQLite."""
    with (
        robots.standing("--per-minute", f"{PER_MINUTE}") as sink,
        workshop.product(sink_url=sink.url) as product,
    ):
        product.serve()
        return _measured(product, sink)


def three_workers(workshop: Workshop) -> Measured:
    """Do the same with a web process and three workers on PostgreSQL."""
    with (
        robots.standing("--per-minute", f"{PER_MINUTE}") as sink,
        workshop.product_on_postgresql(sink_url=sink.url) as product,
    ):
        product.serve("--no-dispatch")
        for _ in range(WORKERS):
            product.start("worker")
        product.wait_until_ready(within_seconds=30)
        return _measured(product, sink)


def _measured(product: Product, sink: Sink) -> Measured:
    """Read what each robot was told, and when."""
    plan = sorted([*_bursts(), *_news()], key=lambda owed: owed.at)
    made = scene.many_pipelines(product, sink, BUSY + QUIET)
    before = product.cpu_seconds()
    schedule = [(owed.at, owed.body) for owed in plan]
    load = loading.run(Plan(port=product.port, path="/api/v1/events", token=made.token, schedule=schedule))
    unsent = _settled(made, within_seconds=SETTLE_SECONDS)
    cpu = (product.cpu_seconds() - before) * MILLISECONDS / len(plan)
    calls = sink.calls()
    left = sorted(sent for sent, _, _ in load.demand(202).answers)
    departures = {(owed.robot, owed.run): sent for owed, sent in zip(plan, left, strict=True)}
    return _told(departures, _arrivals(calls, made.keys), calls, unsent=unsent, cpu=cpu)


def _bursts() -> Iterator[Owed]:
    for number in range(BURST):
        for robot in range(BUSY):
            yield Owed(at=0.0, robot=robot, run=number)


def _news() -> Iterator[Owed]:
    for robot in range(BUSY + QUIET):
        pause = BUSY_EVERY_SECONDS if robot < BUSY else QUIET_EVERY_SECONDS
        shift = robot / (BUSY + QUIET) * pause
        for number in range(SECONDS // pause):
            yield Owed(at=shift + number * pause, robot=robot, run=BURST + number)


def _settled(made: scene.Scene, *, within_seconds: float) -> int:
    """Wait until nothing waits; return how many deliveries did not become `sent`."""
    made.product.wait_until_settled(within_seconds=within_seconds)
    states = ("pending", "sending", "dead", "held")
    return sum(len(made.product.api("GET", f"/deliveries?state={state}")["items"]) for state in states)


def _arrivals(calls: list[Call], keys: tuple[str, ...]) -> dict[tuple[int, int], float]:
    """Return when each run was first named to its robot; `#3–#5` are three."""
    robot_of = {key: number for number, key in enumerate(keys)}
    arrived: dict[tuple[int, int], float] = {}
    for call in calls:
        if call.errcode == 0:
            for first, last in RUNS.findall(call.text):
                for run in range(int(first), int(last or first) + 1):
                    arrived.setdefault((robot_of[call.key], run), call.at)
    return arrived


def _told(
    departures: dict[tuple[int, int], float],
    arrived: dict[tuple[int, int], float],
    calls: list[Call],
    *,
    unsent: int,
    cpu: float,
) -> Measured:
    def waited(robot: int, run: int) -> float:
        return arrived[robot, run] - departures[robot, run]

    quiet = [waited(robot, run) * MILLISECONDS for robot, run in departures if robot >= BUSY]
    news = [waited(robot, run) for robot, run in departures if robot < BUSY and (robot, run) in arrived]
    last = tuple(waited(robot, BURST - 1) for robot in range(BUSY))
    unnamed = len(departures) - len(arrived.keys() & departures.keys())
    figures = (
        Figure(what="CPU per event, merged ones too", unit="ms", values=(cpu,), is_cpu=True),
        Figure(what="last of a burst told, by robot", unit="s", values=last, bar=at_most(10)),
        Figure(what="busy robots, p99 of all news", unit="s", values=(percentile(news, 99),)),
        Figure(what="quiet robots, p99", unit="ms", values=(percentile(quiet, 99),), bar=at_most(250)),
        Figure(what="refused with 45009", unit="", values=(_refused(calls),), bar=at_most(0)),
        Figure(what="calls in any 60 s, most", unit="", values=(_most_in_a_minute(calls),), bar=at_most(20)),
        Figure(what="deliveries not sent", unit="", values=(unsent,), bar=at_most(0)),
    )
    told = f"{len(departures)} events became {len(calls)} messages; {unnamed} runs were counted, not named"
    return Measured(figures=figures, notes=(told,))


def _refused(calls: list[Call]) -> int:
    return sum(call.errcode != 0 for call in calls)


def _most_in_a_minute(calls: list[Call]) -> int:
    """Return the most calls that one robot got in any 60 seconds."""
    times = defaultdict(list)
    for call in calls:
        times[call.key].append(call.at)
    return max(sum(at <= each < at + 60 for each in by_key) for by_key in times.values() for at in by_key)

from __future__ import annotations

import json

import pytest

from bench import loading, robots
from bench.load import Plan


def test_each_request_carries_its_own_number():
    with robots.standing() as sink:
        plan = Plan(port=sink.port, path="/send?key=k", token="t", connections=2, body="#@N@", seconds=0.2)
        load = loading.run(plan)
        told = [call.text for call in sink.calls()]

    assert sorted(told, key=lambda text: int(text[1:])) == [f"#{number}" for number in range(len(told))]
    assert len(load.answers) == len(told) > 2


def test_a_schedule_is_kept_and_every_answer_counted():
    with robots.standing("--delay", "0.05") as sink:
        schedule = [(0.0, "a"), (0.1, "b"), (0.2, "c")]
        load = loading.run(Plan(port=sink.port, path="/send", token="t", connections=1, schedule=schedule))

    left = [sent - load.answers[0][0] for sent, _, _ in load.answers]
    assert [round(at, 1) for at in left] == [0.0, 0.1, 0.2]
    assert load.latency_ms(50) >= 50
    assert load.demand(200) is load


def test_a_refusal_is_no_rate():
    load = loading.Load(answers=((0.0, 1.0, 202), (0.0, 1.0, 503)), cpu_seconds=0.1)

    with pytest.raises(RuntimeError, match="503"):
        load.demand(202)


def test_a_plan_survives_its_journey_to_the_generator():
    plan = Plan(port=1, path="/", token="t", schedule=[(0.5, "x")])

    ((at, request),) = Plan(**json.loads(json.dumps(plan.facts()))).requests()

    assert at == 0.5
    assert request.endswith(b"Content-Length: 1\r\n\r\nx")

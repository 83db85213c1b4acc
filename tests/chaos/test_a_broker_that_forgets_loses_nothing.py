"""Celery mode: the broker forgets every message, and tickers and workers are killed, while events flow."""

from __future__ import annotations

import pytest

from tests.chaos.forms import by_form, only_in_full
from tests.chaos.killing import BETWEEN_SECONDS, kill_at_random
from tests.chaos.load import steady
from tests.engines import rabbitmq, redis

ROBOTS = 20
PER_SECOND = 6
FLUSH_ONE_TIME_IN = {"redis": 1, "rabbitmq": 7}  # which is away for ten seconds each time
BROKERS = {"redis": (redis.program, redis.Redis), "rabbitmq": (rabbitmq.program, rabbitmq.RabbitMQ)}
MEMBERS = {"web": "serve --no-dispatch", "ticker": "ticker", "first": "celery", "second": "celery"}


@pytest.fixture
def broker(request):
    program, server = BROKERS[request.param]
    if program() is None:
        pytest.skip(f"No {request.param} server here. As root: apt-get install {request.param}-server")
    with server() as running:
        running.name = request.param
        yield running


@pytest.mark.parametrize("engine", ["postgresql"])
@pytest.mark.parametrize("broker", ["redis", pytest.param("rabbitmq", marks=only_in_full)], indirect=True)
def test_hints_that_are_lost_lose_no_message(broker, trial, verdict, dice):
    kills = by_form(short=3, full=20)
    trial.product.env["CELERY_BROKER_URL"] = broker.url
    trial.run(**MEMBERS)
    trial.add_robots(ROBOTS)
    trial.recorder.script("latency", times=None, seconds=0.3)

    trial.send(steady(range(ROBOTS), per_second=PER_SECOND, seconds=kills * sum(BETWEEN_SECONDS) / 2 + 6))
    trial.product.tend(6)
    for number in range(kills):
        kill_at_random(trial, dice, times=1)
        if number % FLUSH_ONE_TIME_IN[broker.name] == 0:
            broker.flush()
    trial.settle(seconds=180)

    _, found = verdict()
    assert found.dead == found.held == found.refused_for_rate == 0

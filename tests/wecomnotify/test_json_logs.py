"""One redacted JSON object a line."""

from __future__ import annotations

import json
import logging

import pytest

from wecomnotify.logs import JsonFormatter

pytestmark = pytest.mark.asvs("V16.2.1", "V16.2.5")

KEY = "693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa"


def line(message, *arguments, **extra):
    record = logging.LogRecord(
        "room", logging.INFO, "file.py", 1, message, arguments, extra.pop("exc_info", None)
    )
    record.__dict__.update(extra)
    return JsonFormatter().format(record)


@pytest.mark.asvs("V16.4.1")
def test_a_line_is_one_object_with_its_ids():
    told = json.loads(line("Delivery %s: accepted", 7, delivery_id=7))

    assert told["message"] == "Delivery 7: accepted"
    assert (told["level"], told["logger"], told["delivery_id"]) == ("INFO", "room", "7")


def test_a_robots_address_is_hidden():
    assert KEY not in line("POST https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=%s", KEY)


def test_an_exception_is_told_and_hidden_too():
    broken = ValueError(f"/cgi-bin/webhook/send?key={KEY}")

    told = line("It broke", exc_info=(ValueError, broken, None))

    assert "ValueError" in json.loads(told)["exception"]
    assert KEY not in told

"""The stand-in robots count and refuse as WeCom does; a bench that is wrong here measures nothing."""

from __future__ import annotations

from bench import robots
from bench.sink import Robots


def test_a_robot_takes_twenty_in_any_sixty_seconds():
    wecom = Robots(per_minute=20)

    taken = [wecom.take("a", b"{}", now=float(second))["errcode"] for second in range(21)]

    assert taken == [0] * 20 + [45009]
    assert wecom.take("b", b"{}", now=20.0)["errcode"] == 0
    assert wecom.take("a", b"{}", now=59.9)["errcode"] == 45009
    assert wecom.take("a", b"{}", now=60.0)["errcode"] == 0


def test_what_was_told_is_known_with_its_key_and_time():
    with robots.standing() as sink:
        assert robots.post(sink, "k-1", b'{"text":"#7"}') == {"errcode": 0, "errmsg": "ok"}
        (call,) = sink.calls()

    assert (call.key, call.text, call.errcode) == ("k-1", '{"text":"#7"}', 0)

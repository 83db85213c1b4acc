from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise

from simulator.calls import SEND_PATH
from simulator.chat import Message
from simulator.drawing import Node, draw
from simulator.exchange import Exchange
from simulator.faults import Fault
from simulator.group import Group, Robot
from simulator.words import FAULTS, RAW_SHOWN

MESSAGES_SHOWN = 60
_PAUSE_SECONDS = 300  # a longer silence gets the time written across the chat, as WeCom does


@dataclass(frozen=True, kw_only=True)
class Bubble:
    """Hold a message as the chat draws it."""

    message: Message
    nodes: tuple[Node, ...]
    at: dt.datetime
    notes: tuple[str | Promise, ...]
    after_a_pause: bool


@dataclass(frozen=True, kw_only=True)
class Screen:
    """Hold everything the chat page shows; `version` changes whenever any of it does."""

    groups: list[Group]
    group: Group | None
    robots: list[Robot]
    bubbles: list[Bubble]
    faults: list[tuple[Fault, str | Promise, str]]
    version: str


def screen_of(exchange: Exchange, group_id: int | None = None) -> Screen:
    """Return the page for a group, or (None) for the one that spoke last; an unknown one shows no group."""
    groups = exchange.groups.all()
    group = next((each for each in groups if group_id in {None, each.id}), None)
    faults = exchange.script.all()
    return Screen(
        groups=groups,
        group=group,
        robots=exchange.groups.robots_in(group.id) if group else [],
        bubbles=_bubbles(exchange.chat.newest(group.id, MESSAGES_SHOWN)) if group else [],
        faults=[
            (fault, FAULTS.get(fault.kind, fault.kind), _robot_name(exchange, fault)) for fault in faults
        ],
        version=_version(groups, faults),
    )


def webhook_url(robot: Robot, *, port: str) -> str:
    """Return a robot's address on this server, by number: the loopback endpoint knows no host names."""
    return f"http://127.0.0.1:{port}{SEND_PATH}?{urlencode({'key': robot.key})}"


def _bubbles(messages: list[Message]) -> list[Bubble]:
    before = [0.0, *(message.at for message in messages)]
    return [
        Bubble(
            message=message,
            nodes=draw(message.body),
            at=dt.datetime.fromtimestamp(message.at, tz=dt.UTC),
            notes=tuple(RAW_SHOWN[kind] for kind in message.raw_shown),
            after_a_pause=message.at - last > _PAUSE_SECONDS,
        )
        for message, last in zip(messages, before, strict=False)
    ]


def _robot_name(exchange: Exchange, fault: Fault) -> str:
    robot = exchange.groups.robot(fault.key) if fault.key else None
    return robot.name if robot else ""


def _version(groups: list[Group], faults: list[Fault]) -> str:
    seen = [f"{group.id}:{group.last_id}:{group.messages_count}" for group in groups]
    scripted = [f"{fault.id}:{fault.times}" for fault in faults]
    return f"{','.join(seen)};{','.join(scripted)}"

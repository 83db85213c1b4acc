"""What one message costs to render, alone: facts and a rule's content in, the JSON to send out."""

from __future__ import annotations

import itertools
import json
import time

from bench.figures import MILLISECONDS, Figure, Measured, at_most
from bench.scene import FAILURE
from bench.workshop import Workshop
from notifications.rendering import Facts, Layout, compose
from notifications.vocabulary import NotificationEvent, Status

FULL_BYTES = 4096
SIZES = (1024, 2048, 4096, 8192, 16384)
SECONDS = 0.4
VARIABLES = "**${COMMIT_TITLE}**\n分支：${BRANCH}\n提交：`${COMMIT_SHORT}`\n"
PROSE = "> 失败时先看日志，再看构建手册；数据库的迁移不会自己回滚，先问值班的人。\n"


def measure(workshop: Workshop) -> Measured:
    """Render contents of growing length; what is over 4,096 bytes is cut."""
    curve = [(float(size), _cpu_ms(_written(size))) for size in SIZES]
    doublings = [after / before for (_, before), (_, after) in itertools.pairwise(curve)]
    written, dense = _written(FULL_BYTES), _content(VARIABLES, FULL_BYTES)
    figures = (
        _full("as people write it", written, workshop.repeats),
        _full("nothing but variables", dense, workshop.repeats),
        Figure(
            what="twice the content costs, at most",
            unit="×",
            values=(max(doublings),),
            bar=at_most(2.2),
        ),
    )
    counted = f"{written.count('${')} variables as people write it, {dense.count('${')} in the other"
    return Measured(figures=figures, notes=(counted,), curves={"render": curve})


def _full(kind: str, content: str, repeats: int) -> Figure:
    values = tuple(_cpu_ms(content) for _ in range(repeats))
    what = f"CPU of a {FULL_BYTES:,}-byte message, {kind}"
    return Figure(what=what, unit="ms", values=values, bar=at_most(0.3), is_cpu=True)


def _written(size: int) -> str:
    """Return a text with a few variables at the top of each screenful."""
    return _content(VARIABLES + PROSE * 8, size)


def _content(piece: str, size: int) -> str:
    return (piece * (size // len(piece.encode()) + 1)).encode()[:size].decode(errors="ignore")


def _cpu_ms(content: str) -> float:
    """Return the CPU milliseconds of composing a message with this content."""
    layout, facts = Layout(custom_content=content), _facts()
    done, began = 0, time.process_time()
    while (used := time.process_time() - began) < SECONDS:
        compose(facts, layout)
        done += 1
    return used * MILLISECONDS / done


def _facts() -> Facts:
    known = json.loads(json.dumps(FAILURE).replace("@N@", "1287"))
    return Facts(
        pipeline_identifier="web-portal",
        pipeline_name="网上商城前端",
        occurrence=NotificationEvent.FAILED,
        **known | {"status": Status.FAILED},
    )

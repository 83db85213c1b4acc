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
SIZES = (512, 1024, 2048, 4096, 8192, 16384, 32768)
SECONDS = 0.4
LINE = "**${COMMIT_TITLE}**\n分支：${BRANCH}\n提交：`${COMMIT_SHORT}`\n> 失败时先看日志，再看构建手册\n"


def measure(workshop: Workshop) -> Measured:
    """Render contents of growing length; what is over 4,096 bytes is cut."""
    curve = [(float(size), _cpu_ms(size)) for size in SIZES]
    full = tuple(_cpu_ms(FULL_BYTES) for _ in range(workshop.repeats))
    doublings = [after / before for (_, before), (_, after) in itertools.pairwise(curve)]
    figures = (
        Figure(what="CPU of a 4,096-byte message", unit="ms", values=full, bar=at_most(0.3), is_cpu=True),
        Figure(
            what="twice the content costs, at most",
            unit="×",
            values=(max(doublings),),
            bar=at_most(2.2),
        ),
    )
    return Measured(figures=figures, curves={"render": curve})


def _cpu_ms(size: int) -> float:
    """Return the CPU milliseconds of composing a message from so many bytes of content."""
    content = (LINE * (size // len(LINE.encode()) + 1)).encode()[:size].decode(errors="ignore")
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

"""Every call of this room, with its whole path."""

from __future__ import annotations

from ninja import Router

from notifications.api import (
    deliveries,
    events,
    hooks,
    mutes,
    pipelines,
    redeliveries,
    steps,
    team_hooks,
    test_messages,
    tokens,
)

router = Router()
# The tests' fixed paths stand before `/steps/{step_id}`: the first that fits answers.
for module in (
    events, hooks, pipelines, tokens, team_hooks, test_messages, steps, mutes, deliveries, redeliveries,
):  # fmt: skip
    router.add_router("", module.router)

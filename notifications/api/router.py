"""Every call of this room, with its whole path."""

from __future__ import annotations

from ninja import Router

from notifications.api import (
    deliveries,
    event_batches,
    events,
    fallbacks,
    hooks,
    mutes,
    pipelines,
    queues,
    redeliveries,
    steps,
    team_hooks,
    test_messages,
    tokens,
)

router = Router()
# Fixed paths stand before `/events/{event_id}` and `/steps/{step_id}`: the first that fits answers.
for module in (
    event_batches, events, hooks, pipelines, tokens, team_hooks, test_messages, steps, mutes, queues,
    deliveries, redeliveries, fallbacks,
):  # fmt: skip
    router.add_router("", module.router)

"""From an event to a message in a group: what is kept of it."""

from __future__ import annotations

from notifications.models.attempt import Attempt
from notifications.models.delivery import Delivery
from notifications.models.event import Event
from notifications.models.fallback import Fallback, Stoppage
from notifications.models.heartbeat import DispatcherHeartbeat
from notifications.models.hook import Hook
from notifications.models.lane import Lane
from notifications.models.letter import Letter
from notifications.models.pipeline import Pipeline
from notifications.models.step import Step
from notifications.models.token import Token
from notifications.models.transition import Transition

__all__ = [
    "Attempt",
    "Delivery",
    "DispatcherHeartbeat",
    "Event",
    "Fallback",
    "Hook",
    "Lane",
    "Letter",
    "Pipeline",
    "Step",
    "Stoppage",
    "Token",
    "Transition",
]

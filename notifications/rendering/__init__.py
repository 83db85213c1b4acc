"""From facts to the exact bytes a robot gets; preview, test and delivery all come from here."""

from __future__ import annotations

from notifications.rendering.composing import compose
from notifications.rendering.layout import Layout, Message
from notifications.rendering.mentions import is_user_id
from notifications.rendering.problems import lint
from notifications.vocabulary import Facts

__all__ = ["Facts", "Layout", "Message", "compose", "is_user_id", "lint"]

"""Facts and a layout in, messages out."""

from __future__ import annotations

from notifications.rendering.layout import Layout, Message
from notifications.vocabulary import Facts


def compose(facts: Facts, layout: Layout, *, reader: str = "") -> tuple[Message, ...]:
    """Return the one or two messages that tell `facts`; `reader` is the language of the problems."""
    raise NotImplementedError

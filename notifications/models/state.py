from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PENDING = "pending", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Accepted by WeCom")
    DEAD = "dead", _("Not delivered")
    HELD = "held", _("Needs a person")


OPEN_STATES = (State.PENDING, State.SENDING)


class IsOpen(models.Func):
    """Whether a state is an open one, spelled with literals.

    A database can only prove that a partial index serves a query when the query names the same constants;
    bound parameters hide them from SQLite.
    """

    template = "%(expressions)s IN ('pending', 'sending')"
    arity = 1
    output_field = models.BooleanField()


class IsMissed(models.Func):
    """Whether a state is that of something that did not arrive, spelled with literals for the same reason."""

    template = "%(expressions)s IN ('dead', 'held')"
    arity = 1
    output_field = models.BooleanField()

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

"""What an operator does in a drill: back up, restore, let the dispatcher send, look at the group."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection

from notifications.clockwork import clock
from notifications.delivery.lanes import claim
from notifications.delivery.sending import drain
from notifications.models import Delivery


def back_up(file):
    call_command("backup", str(file))


def restore(file):
    """Restore as a new process would: with no connection left open."""
    connection.close()
    call_command("restore", str(file))


def dispatch():
    """Send what is due, as a dispatcher would, until nothing is."""
    while reserved := claim(now=clock.now(), limit=10):
        for each in reserved:
            drain(each, goes_on=lambda: True)


def texts(wecom):
    return [message.content for message in wecom.messages()]


def states():
    return [
        (each.body["text"]["content"], each.state, each.reason) for each in Delivery.objects.order_by("pk")
    ]

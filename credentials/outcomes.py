"""What may come of one call to a robot: the outcome that decides what happens next, and our own faults."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Outcome(TextChoices):
    """What one call to a robot came to."""

    ACCEPTED = "accepted", _("Accepted by WeCom")
    RATE_LIMITED = "rate_limited", _("Over the rate limit")
    BUSY = "busy", _("WeCom is busy")
    NOT_SENT = "not_sent", _("Not sent")
    SERVER_ERROR = "server_error", _("Server error")
    UNREADABLE = "unreadable", _("Unreadable answer")
    AMBIGUOUS = "ambiguous", _("No answer")
    DEAD_ROBOT = "dead_robot", _("The robot is gone")
    REFUSED = "refused", _("Refused by WeCom")
    KEY_UNAVAILABLE = "key_unavailable", _("The key cannot be opened")


class Fault(TextChoices):
    """What went wrong on our side of the wire; the value stands where WeCom's `errmsg` would."""

    NAME = "name not resolved", _("The host name was not found.")
    CONNECT = "connection not made", _("The connection was refused or the network is unreachable.")
    CONNECT_TIMEOUT = "connection timed out", _("The connection was not made in time.")
    TLS = "certificate not trusted", _("No trusted encrypted connection came about.")
    PROXY = "proxy refused", _("The proxy made no connection.")
    PEER = "address not allowed", _("The host name led to an address that no robot may have.")
    READ_TIMEOUT = "no answer in time", _("The request was sent, and no answer came in time.")
    CLOSED = (
        "closed before the answer",
        _("The request was sent, and the connection closed before the answer."),
    )
    TOO_LONG = "answer too long", _("The answer was longer than any robot's answer.")
    ENDPOINT = "endpoint not configured", _("The credential's endpoint is no longer configured.")
    KEYRING_MISSING = "keyring missing", _("This server has no keyring.")
    KEYRING_UNREADABLE = "keyring unreadable", _("This server's keyring cannot be read.")
    KEY_MISSING = (
        "sealing key missing",
        _("The keyring lacks the private key this credential was sealed for."),
    )
    WRONG_KEY = "wrong sealing key", _("A key in the keyring is not the one its id names.")
    TAMPERED = "sealed value changed", _("The stored value was changed, or belongs to another credential.")

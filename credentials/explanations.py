"""What an answer means and what to do about it, by error code, HTTP status, fault and outcome.

The codes are those of the robot's documentation and the global list it points to.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from credentials.outcomes import Fault, Outcome

Words = str | Promise


class Explanation(NamedTuple):
    meaning: Words
    advice: Words


SHOW_TO_AN_ADMINISTRATOR = _("Show this to an administrator of this server: the network needs a look.")
REPLACE_KEY = _(
    "Make a new robot in the group (群设置 → 添加群机器人 → 新建) and put its address into the credential "
    "with Replace key."
)
RETRIED = _("It is sent again by itself; if this stays for hours, show it to an administrator.")
RESTORE_KEYRING = _("Put the right keyring file back, then redeliver; nothing was lost or changed.")

BY_ERRCODE: dict[int, Explanation] = {
    0: Explanation(
        _("WeCom accepted the message."),
        _("Look into the group: WeCom reports neither who read it nor who was mentioned."),
    ),
    -1: Explanation(_("WeCom was busy."), RETRIED),
    40008: Explanation(
        _("WeCom does not know this message type."),
        _("Choose another message type in the step and send a test."),
    ),
    40009: Explanation(_("The image is too large or no JPG or PNG."), _("Send a smaller JPG or PNG.")),
    40033: Explanation(
        _("The message holds a character WeCom does not accept."),
        _("Take unusual characters out of the custom content and send a test."),
    ),
    40058: Explanation(
        _("A part of the message is too long or missing."),
        _("Shorten the custom content or choose fewer content fields, then send a test."),
    ),
    44004: Explanation(
        _("The message was empty."),
        _("Choose a content field or write custom content, then send a test."),
    ),
    45002: Explanation(_("The message is too long."), _("Shorten the custom content and send a test.")),
    45009: Explanation(
        _("The robot got more than 20 messages in a minute, ours or another program's."),
        _("Nothing to do: sending goes on after a minute. If it stays, use the robot for fewer things."),
    ),
    45033: Explanation(_("The robot was called by several programs at once."), RETRIED),
    93000: Explanation(
        _("The key is wrong, or the robot was removed from its group."),
        REPLACE_KEY,
    ),
    93004: Explanation(
        _("The robot is disabled."),
        _("Enable the robot in the group's settings, or replace the credential's key by a new robot's."),
    ),
    93006: Explanation(_("The robot's group does not exist any more."), REPLACE_KEY),
    93008: Explanation(_("The robot is no longer in the group."), REPLACE_KEY),
}

BY_HTTP_STATUS: dict[int, Explanation] = {
    404: Explanation(
        _("The endpoint does not have the robot's address."),
        _("Check the endpoint's base URL in WECOM_ENDPOINTS and that the robot still exists."),
    ),
    413: Explanation(_("The message is too long for the server."), _("Shorten the custom content.")),
    415: Explanation(
        _("The server did not accept the message's format."),
        _("Something between here and WeCom changes requests: check WECOM_PROXY and the endpoint."),
    ),
    429: Explanation(
        _("The server asks to send less often."), _("Nothing to do: sending goes on after a minute.")
    ),
}

BY_FAULT: dict[Fault, Words] = {
    Fault.NAME: _("Check this server's DNS, or set WECOM_PROXY if it has no way to the internet."),
    Fault.CONNECT: _("Check this server's network and firewall, or set WECOM_PROXY."),
    Fault.CONNECT_TIMEOUT: _("Check this server's network and firewall, or set WECOM_PROXY."),
    Fault.TLS: _("Check this server's clock; for a private authority set WECOM_CA_BUNDLE."),
    Fault.PROXY: _("Check WECOM_PROXY: the proxy must allow CONNECT to the endpoint's host."),
    Fault.PEER: _(
        "Check this server's DNS: the endpoint's name must lead to WeCom and not into a private network."
    ),
    Fault.READ_TIMEOUT: _("Look into the group whether it arrived before you send it again."),
    Fault.CLOSED: _("Look into the group whether it arrived before you send it again."),
    Fault.TOO_LONG: SHOW_TO_AN_ADMINISTRATOR,
    Fault.ENDPOINT: _("Add the endpoint to WECOM_ENDPOINTS again, or register a new credential."),
    Fault.KEYRING_MISSING: _("Set KEYRING_FILE to the keyring, or put the file back, then redeliver."),
    Fault.KEYRING_UNREADABLE: _("Run `manage.py keyring status` on this server: it says what is wrong."),
    Fault.KEY_MISSING: RESTORE_KEYRING,
    Fault.WRONG_KEY: RESTORE_KEYRING,
    Fault.TAMPERED: _("Use Replace key on the credential, and find out who changed the database."),
}

BY_OUTCOME: dict[Outcome, Explanation] = {
    Outcome.ACCEPTED: BY_ERRCODE[0],
    Outcome.RATE_LIMITED: BY_ERRCODE[45009],
    Outcome.BUSY: BY_ERRCODE[-1],
    Outcome.NOT_SENT: Explanation(_("No connection came about; nothing was sent."), RETRIED),
    Outcome.SERVER_ERROR: Explanation(_("The server had an error of its own."), RETRIED),
    Outcome.UNREADABLE: Explanation(
        _("The answer was not WeCom's: no JSON object with an error code."), RETRIED
    ),
    Outcome.AMBIGUOUS: Explanation(
        _("The message was sent, and nobody knows whether WeCom took it."),
        BY_FAULT[Fault.CLOSED],
    ),
    Outcome.DEAD_ROBOT: BY_ERRCODE[93000],
    Outcome.REFUSED: Explanation(
        _("WeCom refused the message."),
        _("Read WeCom's own words, correct the step and send a test."),
    ),
    Outcome.KEY_UNAVAILABLE: Explanation(_("The credential's key cannot be opened."), RESTORE_KEYRING),
}

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Why a delivery waits, is held or is dead; the first ones are outcomes of its last attempt."""

    RATE_LIMITED = "rate_limited", _("WeCom said this robot got too many messages; it goes after a pause.")
    BUSY = "busy", _("WeCom was busy.")
    NOT_SENT = "not_sent", _("WeCom could not be reached.")
    SERVER_ERROR = "server_error", _("The server had an error.")
    UNREADABLE = "unreadable", _("The answer was not WeCom's.")
    AMBIGUOUS = "ambiguous", _("It was sent, and no answer came: nobody knows whether it arrived.")
    DEAD_ROBOT = "dead_robot", _("WeCom says the robot is gone or its key is wrong.")
    REFUSED = "refused", _("WeCom refused this message.")
    KEY_UNAVAILABLE = "key_unavailable", _("The credential's key cannot be opened.")
    LOST = "lost", _("The dispatcher stopped during the call: nobody knows whether it arrived.")
    GAVE_UP = "gave_up", _("It was tried for 24 hours.")
    CREDENTIAL_DISABLED = "credential_disabled", _("Its credential is disabled.")
    AUTO_DISABLED = "auto_disabled", _("Its robot took nothing for five days: its credential was disabled.")
    CREDENTIAL_NOT_SHARED = "credential_not_shared", _("Its credential is not shared with the team any more.")
    CREDENTIAL_DELETED = "credential_deleted", _("Its credential was deleted.")
    MUTED = "muted", _("Somebody muted its rule, pipeline or robot while it waited, and dropped what waited.")
    RESTORED = (
        "restored",
        _("It waited when the backup was made and may have been sent since: nobody is pinged twice unasked."),
    )

    @property
    def advice(self) -> Promise | str:
        """Say what a person does about it, where no answer of WeCom's says it better."""
        return ADVICE.get(self, "")


_LOOK_FIRST = _("Look whether the group has it. If not, send it again.")
ADVICE: dict[Reason, Promise] = {
    Reason.LOST: _LOOK_FIRST,
    Reason.RESTORED: _LOOK_FIRST,
    Reason.CREDENTIAL_DISABLED: _(
        "Enable the credential or choose another one in the rule, then send it again."
    ),
    Reason.CREDENTIAL_NOT_SHARED: _(
        "Have the credential shared with the team or choose another one in the rule, then send it again."
    ),
    Reason.MUTED: _("Send it again if it is still wanted."),
    Reason.CREDENTIAL_DELETED: _("Choose another credential in the rule: what comes next goes there."),
}

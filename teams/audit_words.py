"""What the audit trail's verbs mean, in the reader's language: `member.removed` is "Member: removed"."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from teams.punctuation import colon

NOUNS = {
    "access": _("Access"),
    "access_token": _("Access token"),
    "credential": _("Credential"),
    "delivery": _("Delivery"),
    "hook": _("Hook"),
    "invitation": _("Invitation"),
    "lane": _("Lane"),
    "member": _("Member"),
    "password": _("Password"),
    "password_link": _("Link to choose a password"),
    "person": _("Person"),
    "pipeline": _("Pipeline"),
    "profile": _("Profile"),
    "step": _("Notification rule"),
    "team": _("Team"),
    "token": _("Token"),
}
ACTS = {
    "accepted": _("accepted"),
    "added": _("added"),
    "changed": _("changed"),
    "chosen": _("chosen"),
    "created": _("created"),
    "deleted": _("deleted"),
    "denied": _("denied"),
    "disabled": _("disabled"),
    "enabled": _("enabled"),
    "failed_to_sign_in": _("failed to sign in"),
    "imported": _("imported"),
    "issued": _("issued"),
    "made_administrator": _("made an administrator"),
    "redeliver": _("sent again"),
    "redelivered": _("sent again"),
    "release": _("released"),
    "released": _("released"),
    "registered": _("registered"),
    "removed": _("removed"),
    "renamed": _("renamed"),
    "replaced_key": _("key replaced"),
    "revoked": _("revoked"),
    "rotated": _("rotated"),
    "shared": _("shared"),
    "signed_in": _("signed in"),
    "signed_out": _("signed out"),
    "tested": _("tested"),
    "withdrawn": _("withdrawn"),
}


def phrase(verb: str) -> str:
    """Return the verb in words; one that is not in the tables stays as it is written."""
    noun, _dot, act = verb.partition(".")
    if noun in NOUNS and act in ACTS:
        return f"{NOUNS[noun]}{colon()}{ACTS[act]}"
    return verb

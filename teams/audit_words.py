"""What the audit trail's verbs mean, in the reader's language: `member.removed` is "Member: removed"."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from teams.punctuation import colon

NOUNS = {
    "access": _("Access"),
    "access_token": _("Access token"),
    "backup": _("Backup"),
    "credential": _("Credential"),
    "database": _("Database"),
    "delivery": _("Delivery"),
    "fallback": _("Fallback group"),
    "hook": _("Hook"),
    "invitation": _("Invitation"),
    "key": _("Key"),
    "lane": _("Lane"),
    "member": _("Member"),
    "password": _("Password"),
    "password_link": _("Link to choose a password"),
    "person": _("Person"),
    "pipeline": _("Pipeline"),
    "profile": _("Profile"),
    "session": _("Session"),
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
    "deactivated": _("deactivated"),
    "deleted": _("deleted"),
    "denied": _("denied"),
    "disabled": _("disabled"),
    "enabled": pgettext_lazy("what happened", "enabled"),
    "ended": _("ended"),
    "failed_to_sign_in": _("failed to sign in"),
    "flushed": _("all sent as one message"),
    "imported": _("imported"),
    "issued": _("issued"),
    "made_administrator": _("made an administrator"),
    "moved": _("moved to another database"),
    "muted": _("muted"),
    "paused": _("paused"),
    "proved": _("proved who it is"),
    "reactivated": _("let in again"),
    "redeliver": _("sent again"),
    "redelivered": _("sent again"),
    "release": _("released"),
    "released": _("released"),
    "registered": _("registered"),
    "removed": _("removed"),
    "renamed": _("renamed"),
    "reopened": _("reopened"),
    "replaced_key": _("key replaced"),
    "restored": _("restored"),
    "resumed": _("resumed"),
    "revoked": _("revoked"),
    "rotated": _("rotated"),
    "sessions_ended": _("signed out everywhere"),
    "shared": _("shared"),
    "signed_in": _("signed in"),
    "signed_out": _("signed out"),
    "tested": _("tested"),
    "tried": _("tried at once"),
    "unmuted": _("unmuted"),
    "waiting_dropped": _("what waited was dropped"),
    "withdrawn": _("withdrawn"),
}
# What a target begins with, when the room that wrote it says what it is: `step Nightly`.
PREFIXED = frozenset({"delivery", "hook", "pipeline", "step", "token"})
NOBODY = {"system": _("the system"), "unknown": _("unknown")}
MEMBERS = {
    "access_tokens": _("Access tokens"),
    "allow_custom_names": _("Allow names that only my pipeline knows"),
    "conditions": _("Conditions"),
    "content_fields": _("Notification content"),
    "count": _("How many"),
    "credential": _("Credential"),
    "custom_content": _("Custom content"),
    "description": _("Description"),
    "enabled": _("Enabled"),
    "endpoint": _("Endpoint"),
    "events": _("Notification events"),
    "first_name": _("Full name"),
    "held": _("Held"),
    "hold": _("Held because"),
    "identifier": _("Identifier"),
    "invitations": _("Invitations"),
    "is_enabled": _("Enabled"),
    "key": _("Key"),
    "language": _("Language"),
    "mention_all": _("Mention everyone"),
    "mention_trigger_user": _("Mention whoever triggered the run"),
    "mention_users": "@user_id",
    "message_type": _("Message type"),
    "name": _("Name"),
    "newest": _("Newest"),
    "note": _("For whom"),
    "oldest": _("Oldest"),
    "on_ambiguous": _("When WeCom's answer got lost"),
    "only_on_change": _("Only when the result differs from the previous run"),
    "paused_at": _("Paused at"),
    "pipeline": _("Pipeline"),
    "role": _("Role"),
    "scopes": _("It may"),
    "shared_with_all": _("Every team may use it"),
    "status": _("HTTP status"),
    "task": _("Task"),
    "teams": _("Teams"),
    "theme": _("Appearance"),
    "time_zone": _("Time zone"),
    "until": _("Until"),
    "urgent": pgettext_lazy("a step", "Urgent"),
    "wecom_id": _("WeCom account"),
}


def phrase(verb: str) -> str:
    """Return the verb in words; one that is not in the tables stays as it is written."""
    noun, _dot, act = verb.partition(".")
    if noun in NOUNS and act in ACTS:
        return f"{NOUNS[noun]}{colon()}{ACTS[act]}"
    return verb


def spoken_name(name: str) -> str:
    """Return in words who acted without being a person: `token CI …4xQd` is "Token CI …4xQd"."""
    if name in NOBODY:
        return str(NOBODY[name])
    noun, _space, rest = name.partition(" ")
    return f"{NOUNS[noun]} {rest}" if rest and noun in NOUNS else name

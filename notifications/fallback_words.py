"""What a team's fallback group is told of a robot: short, in the team's language, mentioning nobody."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from credentials.answers import meaning
from credentials.models import Credential
from notifications.escaping import escape
from notifications.models import Transition
from notifications.rendering import Message
from notifications.rendering.cutting import size
from notifications.vocabulary import MessageType
from teams.models import Team

Kind = Transition.Kind
NOTHING_TO_SAY = ""


def message_about(transition: Transition, credential: Credential, team: Team, *, waiting: int) -> Message:
    """Return what to tell a team's fallback group of a transition of the robot behind `credential`.

    `waiting` is how many messages of the team wait for that robot, or are held.
    """
    with translation.override(team.language), timezone.override(team.time_zone):
        name = escape(credential.name, MessageType.TEXT)
        lines = [_headline(transition) % {"name": name}, _answer(transition), _waiting(transition, waiting)]
        state = "held" if transition.kind == Kind.DISABLED else "pending"
        lines.append(f"{settings.BASE_URL}{reverse('deliveries')}?state={state}&credential={credential.pk}")
        text = "\n".join(line for line in lines if line)
    kind = MessageType.TEXT
    body = {"msgtype": kind.value, kind.value: {"content": text}}
    return Message(msgtype=kind.value, body=body, content=text, bytes=size(text), limit=kind.max_bytes)


def _headline(transition: Transition) -> str:
    if transition.kind == Kind.OPENED:
        return gettext("⚠️ The group robot “%(name)s” takes no messages.")
    if transition.kind == Kind.DISABLED:
        return gettext("⛔ “%(name)s” was disabled: its group robot took nothing for five days.")
    if transition.kind == Kind.REPLACED:
        return gettext("✅ “%(name)s” has a new group robot.")
    return gettext("✅ The group robot “%(name)s” takes messages again.")


def _answer(transition: Transition) -> str:
    answer = transition.answer
    if answer is None or transition.kind != Kind.OPENED:
        return NOTHING_TO_SAY
    moment = f"{timezone.localtime(transition.since):%m-%d %H:%M}"
    code = f"{answer.errcode} " if answer.errcode is not None else ""
    told = {"time": moment, "answer": f"{code}{meaning(answer)}"}
    return gettext("Since %(time)s: %(answer)s") % told


def _waiting(transition: Transition, count: int) -> str:
    if not count:
        return NOTHING_TO_SAY
    if transition.kind == Kind.OPENED:
        told = ngettext(
            "%(count)d message of this team waits.", "%(count)d messages of this team wait.", count
        )
    elif transition.kind == Kind.DISABLED:
        told = ngettext(
            "%(count)d message of this team is held.", "%(count)d messages of this team are held.", count
        )
    else:
        told = ngettext(
            "%(count)d message of this team that waited is on its way.",
            "%(count)d messages of this team that waited are on their way.",
            count,
        )
    return told % {"count": count}

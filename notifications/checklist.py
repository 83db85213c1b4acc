"""Robot, connection, rule, test: what a team still lacks before its first real message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from credentials.models import Credential
from notifications.models import Delivery, Event, Hook, Step, Token
from notifications.models.delivery import State
from teams.models import Team

if TYPE_CHECKING:
    from teams.models import User


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing to do: what, where, and whether it is done."""

    name: str
    sentence: str
    href: str
    is_done: bool


def checklist_of(user: User) -> list[Item]:
    """Return the four items until all of them are done, then nothing."""
    items = [_robot(user), _connection(user), _rule(user), _test(user)]
    return [] if all(item.is_done for item in items) else items


def _robot(user: User) -> Item:
    return Item(
        name=gettext("Robot"),
        sentence=gettext("A group's robot is registered as a credential your team may use."),
        href=reverse("credentials"),
        is_done=Credential.objects.visible_to(user).exists(),
    )


def _connection(user: User) -> Item:
    teams = Team.objects.visible_to(user)
    connected = (
        Token.objects.live().filter(team__in=teams).exists()
        or Hook.objects.live().filter(team__in=teams).exists()
        or Event.objects.visible_to(user).exists()
    )
    return Item(
        name=gettext("Connection"),
        sentence=gettext("A pipeline has a token or a hook, so that it can report events."),
        href=reverse("pipelines"),
        is_done=connected,
    )


def _rule(user: User) -> Item:
    return Item(
        name=gettext("Rule"),
        sentence=gettext("A notification rule says which event tells which group what."),
        href=reverse("step-new"),
        is_done=Step.objects.visible_to(user).exists(),
    )


def _test(user: User) -> Item:
    newest = Step.objects.visible_to(user).order_by("-pk").first()
    return Item(
        name=gettext("Test"),
        sentence=gettext("A test message was accepted by WeCom."),
        href=newest.get_absolute_url() if newest else reverse("step-new"),
        is_done=Delivery.objects.visible_to(user).filter(is_test=True, state=State.SENT).exists(),
    )

"""A team's fallback group on the team's page, whose room knows no robots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from credentials.models import Credential
from notifications.models import Fallback
from teams.permissions import Verb, can

if TYPE_CHECKING:
    from teams.models import Team, User

register = template.Library()


@register.inclusion_tag("notifications/_fallback_card.html")
def fallback_card(team: Team, user: User) -> dict[str, Any]:
    """Show which group is told when a robot of the team's rules takes nothing."""
    credential = Fallback.of(team)
    named = Credential.objects.filter(pk=credential.pk) if credential else Credential.objects.none()
    return {
        "team": team,
        "credential": credential,
        "is_usable": named.usable_by(team).exists(),
        "is_visible": named.visible_to(user).exists(),
        "may_edit": can(user, Verb.TEAM_EDIT, team),
    }

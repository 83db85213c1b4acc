"""What a person leaves behind in pipelines and rules: secrets they saw, and mentions of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.models import Hook, Step, Token
from teams.left_to_do import Kind, Task

if TYPE_CHECKING:
    from teams.models import User


def tokens(people: Collection[User]) -> Iterable[Task]:
    """Return the live tokens that one of these people made and saw."""
    return map(_shown, Token.objects.live().filter(created_by__in=people).select_related("team", "pipeline"))


def hooks(people: Collection[User]) -> Iterable[Task]:
    """Return the live hooks that one of these people made, and so saw the secret of."""
    return map(_shown, Hook.objects.live().filter(created_by__in=people).select_related("team", "pipeline"))


def mentions(people: Collection[User]) -> Iterator[Task]:
    """Return the rules that mention one of these people, by the user name or the WeCom account."""
    known = [(person.pk, person.mention_names()) for person in people]
    for step in Step.objects.select_related("team").only(
        "name", "mention_users", "custom_content", "team__name"
    ):
        mentioned = {str(name).casefold() for name in step.mention_users}
        content = step.custom_content.casefold()
        for pk, names in known:
            if names & mentioned or any(f"<@{name}>" in content for name in names):
                yield Task(person=pk, name=step.name, place=step.team.name, href=step.get_absolute_url())


def _shown(made: Token | Hook) -> Task:
    pipeline = made.pipeline
    if pipeline is None:
        place, href = made.team.name, reverse("team-connections", args=[made.team.slug])
    else:
        place = f"{made.team.name} · {pipeline.name or pipeline.identifier}"
        href = reverse("pipeline", args=[made.team.slug, pipeline.identifier])
    return Task(person=int(made.created_by_id or 0), name=str(made), place=place, href=href)


KINDS = (
    Kind(
        title=_("Tokens of pipelines"),
        why=_("This person saw these tokens: give the pipelines new ones and revoke these."),
        act=_("Open"),
        tasks=tokens,
    ),
    Kind(
        title=_("Hooks"),
        why=_("This person saw these hooks' secrets: make new hooks and revoke these."),
        act=_("Open"),
        tasks=hooks,
    ),
    Kind(
        title=_("Notification rules"),
        why=_("These rules mention this person: mention somebody else."),
        act=_("Open the rule"),
        tasks=mentions,
    ),
)

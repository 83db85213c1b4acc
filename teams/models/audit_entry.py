from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.conf import settings
from django.db import models

from sealing.redaction import redact
from teams.audit_words import phrase
from teams.permissions import ROLES, Verb
from teams.request_address import current_address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import AnonymousUser

    from teams.models.team import Team
    from teams.models.user import User

SYSTEM = "system"
NOTHING: tuple[Any, ...] = (None, "", {}, [])


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def visible_to(self, user: User) -> Self:
        """Return what happened in the teams this person owns; an administrator reads everything."""
        if not user.is_active:
            return self.none()
        readable = user.memberships.filter(role__in=ROLES[Verb.AUDIT_VIEW]).values("team")
        return self if user.is_superuser else self.filter(team__in=readable)


class AuditEntry(models.Model):
    """Who did what to what, with before and after and never a secret; append-only.

    People and teams may go, their names stay here as text and their numbers, which nobody else gets, as they
    were written: a reference that were emptied would be a change.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    actor_name = models.CharField(max_length=150)
    verb = models.CharField(max_length=50, db_index=True)
    target = models.CharField(max_length=200)
    team = models.ForeignKey(
        "teams.Team", models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    team_slug = models.CharField(max_length=50, blank=True, db_index=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_name} {self.verb} {self.target}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An audit entry is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("An audit entry is never deleted.")

    @classmethod
    def record(  # noqa: PLR0913  # an entry has these parts
        cls,
        *,
        actor: User | AnonymousUser | None,
        verb: str,
        target: object,
        team: Team | None = None,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        address: str | None = None,
        actor_name: str = "",
    ) -> AuditEntry:
        """Add an entry; call it inside the transaction of the change it tells of.

        Without an actor it is the system's own act, or `actor_name`'s (a pipeline's, an unknown person's).
        The address is the current request's unless one is given. What looks like a secret is blanked.
        """
        person = actor if actor is not None and actor.pk is not None else None
        name = person.get_username() if person is not None else actor_name or SYSTEM
        return cls.objects.create(
            actor=person,
            actor_name=name[:150],
            verb=verb,
            target=redact(str(target))[:200],
            team=team,
            team_slug="" if team is None else team.slug,
            before=_plain(dict(before or {})),
            after=_plain(dict(after or {})),
            address=address or current_address(),
        )

    @property
    def phrase(self) -> str:
        return phrase(self.verb)

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        """What differs between before and after, by name."""
        names = dict.fromkeys([*self.before, *self.after])
        changes = [(name, self.before.get(name), self.after.get(name)) for name in names]
        return [(name, old, new) for name, old, new in changes if _differ(old, new)]


def _differ(old: Any, new: Any) -> bool:
    return old != new and not (old in NOTHING and new in NOTHING)


def _plain(value: Any) -> Any:
    """Return what JSON can hold; a Secret becomes dots by its own `str`."""
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    if value is None or isinstance(value, bool | int):
        return value  # a fraction goes as text: databases do not agree on how to write one
    return redact(str(value))

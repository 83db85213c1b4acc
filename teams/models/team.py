from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from teams.models.audit_entry import AuditEntry
from teams.models.membership import Membership
from teams.permissions import ROLES, Verb
from teams.refused import Refused
from teams.roles import Role

if TYPE_CHECKING:
    from teams.models.user import User

SETTINGS = ("name", "language", "time_zone")


class Language(models.TextChoices):
    CHINESE = "zh-hans", "简体中文"
    ENGLISH = "en", "English"
    RUSSIAN = "ru", "Русский"


class TeamQuerySet(models.QuerySet["Team"]):
    def visible_to(self, user: User) -> Self:
        """Return the teams this person belongs to; an administrator sees every team."""
        if not user.is_active:
            return self.none()
        return self if user.is_superuser else self.filter(memberships__user=user)

    def allowing(self, user: User, verb: str) -> Self:
        """Return the teams in which this person may do this; for choices such as "create a step in …"."""
        if not user.is_active or user.is_superuser:
            return self.visible_to(user)
        return self.filter(memberships__in=user.memberships.filter(role__in=ROLES[Verb(verb)]))


def default_time_zone() -> str:
    return str(settings.TIME_ZONE)


def validate_slug_is_free_as_address(slug: str) -> None:
    """Refuse the one word that the pages' own addresses use: /teams/new/."""
    if slug == "new":
        raise ValidationError(_("An address of this site is called new: choose another identifier."))


def validate_time_zone(name: str) -> None:
    """Accept names such as Asia/Shanghai that this machine knows."""
    if name not in available_timezones():
        raise ValidationError(
            _("%(name)s is no time zone: write a name such as Asia/Shanghai."), params={"name": name}
        )


class Team(models.Model):
    """People who own pipelines."""

    slug = models.SlugField(
        _("identifier"),
        max_length=50,
        unique=True,
        validators=[validate_slug_is_free_as_address],
        error_messages={"unique": _("Another team has this identifier: choose another one.")},
    )
    name = models.CharField(_("name"), max_length=100)
    language = models.CharField(
        _("language of messages"), max_length=10, choices=Language.choices, default=Language.CHINESE
    )
    time_zone = models.CharField(
        _("time zone"), max_length=50, default=default_time_zone, validators=[validate_time_zone]
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("team", args=[self.slug])

    @classmethod
    def create(cls, *, slug: str, name: str, by: User, **settings_given: str) -> Self:
        """Make a team whose first owner is the person who makes it.

        Raises:
            Refused: when the slug is taken.
            ValidationError: for values that cannot be used, by field.
        """
        with transaction.atomic():
            if cls.objects.filter(slug=slug).exists():
                raise Refused(
                    gettext("A team with the identifier %(slug)s exists: choose another one.")
                    % {"slug": slug}
                )
            team = cls(slug=slug, name=name, **settings_given)
            team.full_clean()
            team.save(force_insert=True)
            made = team.settings_now()
            AuditEntry.record(actor=by, verb="team.created", target=slug, team=team, after=made)
            team.add_member(by, Role.OWNER, by=by)
        return team

    def change(self, *, by: User, **given: Any) -> None:
        """Change the name, the language of messages or the time zone.

        Raises:
            ValidationError: for values that cannot be used, by field.
        """
        with transaction.atomic():
            before = type(self).objects.select_for_update(no_key=True).get(pk=self.pk).settings_now()
            for field, value in given.items():
                setattr(self, field, value)
            self.full_clean()
            changed = [field for field in SETTINGS if before[field] != getattr(self, field)]
            if not changed:
                return
            self.save(update_fields=changed)
            AuditEntry.record(
                actor=by,
                verb="team.changed",
                target=self.slug,
                team=self,
                before={field: before[field] for field in changed},
                after={field: getattr(self, field) for field in changed},
            )

    def remove(self, *, by: User) -> None:
        """Delete the team with its pipelines, steps and events; what is owed is still sent."""
        with transaction.atomic():
            AuditEntry.record(
                actor=by, verb="team.deleted", target=self.slug, team=self, before=self.settings_now()
            )
            self.delete()

    def add_member(self, user: User, role: str, *, by: User) -> Membership:
        """Make a person a member.

        Raises:
            Refused: for somebody who is one already.
        """
        with transaction.atomic():
            if self.memberships.filter(user=user).exists():
                raise Refused(
                    gettext("%(person)s is a member of %(team)s already: change the role instead.")
                    % {"person": user, "team": self}
                )
            membership = Membership.objects.create(team=self, user=user, role=Role(role))
            AuditEntry.record(
                actor=by,
                verb="member.added",
                target=user.get_username(),
                team=self,
                after={"role": membership.role},
            )
        return membership

    def role_of(self, user: User) -> Role | None:
        """Return a person's role here; None for strangers and for administrators who are no members."""
        role = self.memberships.filter(user=user).values_list("role", flat=True).first()
        return None if role is None else Role(role)

    def settings_now(self) -> dict[str, str]:
        return {field: getattr(self, field) for field in SETTINGS}

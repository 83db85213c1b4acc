from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.models.muting import CanBeMuted
from teams.models import AuditEntry

if TYPE_CHECKING:
    from teams.models import Team, User

NAME_MAX_LENGTH = 200
IDENTIFIER = RegexValidator(
    r"^(?!\.{1,2}$)[^\s/?#%\\\x00-\x1f\x7f]{1,100}\Z",
    _("An identifier has 1 to 100 characters, without spaces, slashes, ?, #, %% and backslashes."),
)


def identifier_rule() -> str:
    """Say what an identifier may be; Django fills the validator's own message, so its percent is doubled."""
    return str(IDENTIFIER.message) % {}


def is_identifier(text: str) -> bool:
    """Tell whether a pipeline can be called this."""
    try:
        IDENTIFIER(text)
    except ValidationError:
        return False
    return True


@contextmanager
def taken_identifiers_named() -> Iterator[None]:
    """Turn what the database refuses when two are created at once into what `full_clean` would have said."""
    try:
        yield
    except IntegrityError as error:
        message = _("This team already has a pipeline with this identifier.")
        raise ValidationError({"identifier": message}) from error


class PipelineQuerySet(models.QuerySet["Pipeline"]):
    def visible_to(self, user: User) -> Self:
        """Return the pipelines of the teams this person belongs to; administrators: all."""
        if not user.is_active:
            return self.none()
        return self if user.is_superuser else self.filter(team__memberships__user=user)

    def named(self, name: str) -> Self:
        """Return the one called `team/identifier`."""
        slug, _slash, identifier = name.partition("/")
        return self.filter(team__slug=slug, identifier=identifier)

    def mentioning(self, text: str) -> Self:
        """Return those that have this text in their name, identifier or team's name."""
        name = models.Q(name__icontains=text) | models.Q(team__name__icontains=text)
        return self.filter(name | models.Q(identifier__icontains=text))


class Pipeline(CanBeMuted):
    """Something that runs; its identifier is unique in its team."""

    NOUN = "pipeline"

    team = models.ForeignKey("teams.Team", models.CASCADE, related_name="pipelines", verbose_name=_("team"))
    identifier = models.CharField(_("identifier"), max_length=100, validators=[IDENTIFIER])
    name = models.CharField(_("name"), max_length=NAME_MAX_LENGTH)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PipelineQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "identifier"],
                name="identifier_is_unique_in_its_team",
                violation_error_message=_("This team already has a pipeline with this identifier."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("pipeline", args=[self.team.slug, self.identifier])

    @property
    def full_name(self) -> str:
        """Return `team/identifier`, as bodies and filters name it."""
        return f"{self.team.slug}/{self.identifier}"

    @classmethod
    def add(cls, *, team: Team, identifier: str, name: str, by: User | None, said_by: str = "") -> Self:
        """Create a pipeline and record who did; `said_by` names a token or hook that did.

        Raises:
            ValidationError: for an identifier or name that cannot be used, or an identifier that is taken.
        """
        made = cls(team=team, identifier=identifier, name=name)
        made.full_clean()
        with taken_identifiers_named(), transaction.atomic():
            made.save()
            made.record("pipeline.created", by, after=made.as_recorded(), actor_name=said_by)
        return made

    def rename(self, name: str, *, by: User) -> None:
        """Give it another display name.

        Raises:
            ValidationError: for an empty or too long one.
        """
        before = self.as_recorded()
        self.name = name
        self.full_clean(exclude=["team", "identifier"])
        with transaction.atomic():
            self.save(update_fields=["name"])
            self.record("pipeline.renamed", by, before=before, after=self.as_recorded())

    def remove(self, *, by: User) -> None:
        """Delete it with its steps, tokens, hooks and events."""
        with transaction.atomic():
            self.record("pipeline.deleted", by, before=self.as_recorded())
            self.delete()

    def as_recorded(self) -> dict[str, Any]:
        return {"identifier": self.identifier, "name": self.name}

    def record(self, verb: str, by: User | None, **states: Any) -> None:
        AuditEntry.record(actor=by, verb=verb, target=f"pipeline {self.full_name}", team=self.team, **states)

"""/teams/{slug}/fallback: which group is told when a robot of the team's rules takes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext
from ninja import Router, Schema
from pydantic import Field

from credentials.models import Credential
from notifications.api.lookups import team_of
from notifications.models import Fallback
from teams.api.bearer import PersonBearer
from teams.api.problems import FieldError, invalid
from teams.api.schemas import Id, StrictSchema
from teams.models import Scope, Team
from teams.permissions import Verb, require

if TYPE_CHECKING:
    from teams.signed_in import PersonRequest

router = Router(tags=["teams"])
READ, WRITE = PersonBearer(Scope.READ), PersonBearer(Scope.WRITE)


class FallbackOut(Schema):
    """The credential whose group is told, by its id; null when there is none."""

    fallback_credential: Id | None


class FallbackChoice(StrictSchema):
    """A credential that the team may use, by its id, or null for none."""

    fallback_credential: str | None = Field(examples=["0b1f6a52-6f43-4a86-9d0e-3f3b8c1f2a11"])


@router.get("/teams/{slug}/fallback", auth=READ, response=FallbackOut)
def read_fallback(request: PersonRequest, slug: str) -> dict[str, object]:
    """Show which group is told once when a robot of the team's rules takes no messages."""
    return _shown(team_of(request.user, slug))


@router.put("/teams/{slug}/fallback", auth=WRITE, response=FallbackOut)
def choose_fallback(request: PersonRequest, slug: str, body: FallbackChoice) -> dict[str, object]:
    """Choose it, or none (owners)."""
    team = team_of(request.user, slug)
    require(request.user, Verb.TEAM_EDIT, team)
    Fallback.choose(team, _credential(team, body.fallback_credential), by=request.user)
    return _shown(team)


def _shown(team: Team) -> dict[str, object]:
    credential = Fallback.of(team)
    return {"fallback_credential": credential.pk if credential else None}


def _credential(team: Team, text: str | None) -> Credential | None:
    if text is None:
        return None
    try:
        found = Credential.objects.usable_by(team).filter(pk=UUID(text)).first()
    except ValueError:
        found = None
    if found is None:
        sentence = gettext("The team may use no credential with this id. Take an id from GET /credentials.")
        raise invalid([FieldError(field="fallback_credential", message=sentence)])
    return found

"""Who may report an event over the API: a pipeline's or team's token, or a person's with the scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from ninja.security import HttpBearer

from notifications import reporters
from notifications.api.lookups import named_pipeline
from notifications.event_bodies import BadEvent
from notifications.models import Pipeline
from notifications.models.pipeline import identifier_rule
from notifications.reporters import OtherPipeline, OtherTeam, Reporter, UnknownPipeline, UnusableIdentifier
from teams.api.bearer import PersonBearer, bearer_text
from teams.api.problems import FieldError, Problem, forbidden, invalid, not_found
from teams.models import AccessToken, Scope, User
from teams.permissions import Verb, require

if TYPE_CHECKING:
    from django.http import HttpRequest


Caller = Reporter | AccessToken
MET = "wecomnotify.met"  # in the WSGI environment: what stopped this report before it came here


class ReporterBearer(HttpBearer):
    """Let in whoever may report; `request.auth` is a `Reporter` or a person's access token."""

    def __init__(self) -> None:
        super().__init__()
        self.person = PersonBearer(Scope.EVENTS)

    def __call__(self, request: HttpRequest) -> Caller:
        if error := request.META.get(MET):
            raise error
        return self.authenticate(request, bearer_text(request))

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        found = reporters.token_of(token)
        if found is None:
            return self.person.authenticate(request, token)
        found.note_use()
        return reporters.of_token(found)


def caller_of(request: HttpRequest) -> Caller:
    """Return who `ReporterBearer` let in."""
    found: Caller = request.auth  # type: ignore[attr-defined]  # ninja sets it
    return found


def pipeline_of(caller: Caller, name: str, *, display_name: str) -> tuple[Pipeline, str]:
    """Return the pipeline that a caller reports for, and the caller's name as it is stored with the event.

    Raises:
        Problem: 400 without a usable name, 403 for another pipeline than the token's or a viewer,
            404 for one that does not exist or is not theirs.
    """
    if isinstance(caller, Reporter):
        return spoken_for(caller, name, display_name=display_name), caller.label
    return _of_person(caller.user, name), caller.user.get_username()


def spoken_for(reporter: Reporter, name: str, *, display_name: str) -> Pipeline:
    """Return the pipeline a token or hook names; problems as `pipeline_of`."""
    if not name and reporter.pipeline is None:
        raise _required()
    try:
        return reporter.pipeline_called(name, display_name=display_name)
    except OtherPipeline as error:
        own = reporter.pipeline.identifier if reporter.pipeline else ""
        sentence = gettext(
            "This token reports only for %(own)s: leave the pipeline out, or use another token."
        )
        raise forbidden(sentence % {"own": own}) from error
    except OtherTeam as error:
        sentence = gettext(
            "This token or hook reports for pipelines of %(team)s, and %(name)s is another team's: "
            "use one of that team's."
        )
        raise forbidden(sentence % {"team": reporter.team.name, "name": name}) from error
    except UnusableIdentifier as error:
        raise invalid([FieldError(field="pipeline", message=identifier_rule())]) from error
    except UnknownPipeline as error:
        sentence = gettext(
            "%(team)s has no pipeline %(name)s, and this token or hook may not create one: create it first."
        )
        raise not_found(sentence % {"team": reporter.team.name, "name": name}) from error


def _of_person(user: User, name: str) -> Pipeline:
    if not name:
        raise _required()
    found = named_pipeline(user, name)
    require(user, Verb.PIPELINE_EDIT, found.team)
    return found


def _required() -> Problem:
    return invalid([FieldError(field="pipeline", message=gettext("This is required."))])


def bad_event(error: BadEvent) -> Problem:
    return invalid(error.faults)

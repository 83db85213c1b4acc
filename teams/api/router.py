"""/teams and /teams/{slug}/members: administrators create teams, owners keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from ninja import Router, Status

from teams.api.bearer import PersonBearer
from teams.api.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page
from teams.api.problems import FieldError, invalid
from teams.api.team_schemas import MemberAddition, MemberOut, RoleChange, TeamChange, TeamCreation, TeamOut
from teams.models import Membership, Role, Scope, Team, User
from teams.permissions import Verb, require

if TYPE_CHECKING:
    from teams.signed_in import PersonRequest

router = Router(tags=["teams"])
READ, WRITE = PersonBearer(Scope.READ), PersonBearer(Scope.WRITE)


@router.get("/teams", auth=READ, response=Page[TeamOut])
def list_teams(request: PersonRequest, limit: Limit = LIMIT_DEFAULT, cursor: Cursor = "") -> dict[str, Any]:
    """List the teams you belong to; an administrator's list holds every team."""
    return page(Team.objects.visible_to(request.user), limit=limit, cursor=cursor)


@router.post("/teams", auth=WRITE, response={201: TeamOut})
def create_team(request: PersonRequest, body: TeamCreation) -> Status:
    """Create a team (administrators); you become its first owner."""
    if not request.user.is_superuser:
        raise PermissionDenied(gettext("Only an administrator creates teams. Ask one of them."))
    given = body.model_dump(exclude_none=True)
    return Status(201, Team.create(by=request.user, **given))


@router.get("/teams/{slug}", auth=READ, response=TeamOut)
def read_team(request: PersonRequest, slug: str) -> Team:
    """Show one team."""
    return _team(request, slug)


@router.patch("/teams/{slug}", auth=WRITE, response=TeamOut)
def change_team(request: PersonRequest, slug: str, body: TeamChange) -> Team:
    """Change a team's name, the language of its messages or its time zone (owners)."""
    team = _team(request, slug)
    require(request.user, Verb.TEAM_EDIT, team)
    team.change(by=request.user, **body.given())
    return team


@router.delete("/teams/{slug}", auth=WRITE, response={204: None})
def delete_team(request: PersonRequest, slug: str) -> Status:
    """Delete a team with its pipelines, steps and events; what waits is still sent (owners)."""
    team = _team(request, slug)
    require(request.user, Verb.TEAM_DELETE, team)
    team.remove(by=request.user)
    return Status(204, None)


@router.get("/teams/{slug}/members", auth=READ, response=Page[MemberOut])
def list_members(
    request: PersonRequest, slug: str, limit: Limit = LIMIT_DEFAULT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List a team's members, the newest first."""
    members = _team(request, slug).memberships.select_related("user")
    return page(members, limit=limit, cursor=cursor)


@router.post("/teams/{slug}/members", auth=WRITE, response={201: MemberOut})
def add_member(request: PersonRequest, slug: str, body: MemberAddition) -> Status:
    """Make a person who has an account a member (owners); others are invited by a link."""
    team = _team(request, slug)
    require(request.user, Verb.MEMBER_MANAGE, team)
    # An owner may name anybody who has an account here.
    # nosemgrep: what-is-asked-for-is-visible
    user = User.objects.filter(username=body.username, is_active=True).first()
    if user is None:
        message = gettext("Nobody here has this name: invite them by a link from the team's page.")
        raise invalid([FieldError(field="username", message=message)])
    return Status(201, team.add_member(user, _role(body.role), by=request.user))


@router.get("/teams/{slug}/members/{username}", auth=READ, response=MemberOut)
def read_member(request: PersonRequest, slug: str, username: str) -> Membership:
    """Show one member."""
    return _member(_team(request, slug), username)


@router.patch("/teams/{slug}/members/{username}", auth=WRITE, response=MemberOut)
def change_role(request: PersonRequest, slug: str, username: str, body: RoleChange) -> Membership:
    """Give a member another role (owners); the last owner stays one (409)."""
    team = _team(request, slug)
    require(request.user, Verb.MEMBER_MANAGE, team)
    membership = _member(team, username)
    membership.change_role(_role(body.role), by=request.user)
    return membership


@router.delete("/teams/{slug}/members/{username}", auth=WRITE, response={204: None})
def remove_member(request: PersonRequest, slug: str, username: str) -> Status:
    """End a membership (owners; everybody their own); the last owner stays (409)."""
    team = _team(request, slug)
    if username != request.user.username:
        require(request.user, Verb.MEMBER_MANAGE, team)
    _member(team, username).remove(by=request.user)
    return Status(204, None)


def _team(request: PersonRequest, slug: str) -> Team:
    return get_object_or_404(Team.objects.visible_to(request.user), slug=slug)


def _member(team: Team, username: str) -> Membership:
    return get_object_or_404(team.memberships.select_related("user", "team"), user__username=username)


def _role(text: str) -> Role:
    if text not in Role.values:
        message = gettext("%(role)s is no role: write owner, editor or viewer.") % {"role": text}
        raise invalid([FieldError(field="role", message=message)])
    return Role(text)

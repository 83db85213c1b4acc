"""The door of every call: only what the caller may see is found, the rest is 404."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from credentials.models import Credential
from notifications.lane_rights import require_lane_keeper
from notifications.models import Lane, Pipeline
from teams.api.problems import FieldError, invalid, not_found
from teams.models import Team

if TYPE_CHECKING:
    from teams.models import User

Row = TypeVar("Row", bound=Model)
ID_MAX_DIGITS = 18  # a BIGINT's


def by_id(rows: QuerySet[Row], text: str) -> Row:
    """Return the row with this id, or 404; text that can be no id is nobody's."""
    if not (text.isascii() and text.isdigit() and len(text) <= ID_MAX_DIGITS):
        raise Http404
    return get_object_or_404(rows, pk=int(text))


def team_of(user: User, slug: str) -> Team:
    return get_object_or_404(Team.objects.visible_to(user), slug=slug)


def pipeline_of(user: User, team: str, identifier: str) -> Pipeline:
    pipelines = Pipeline.objects.visible_to(user).select_related("team")
    return get_object_or_404(pipelines, team__slug=team, identifier=identifier)


def seen_lane(user: User, credential_id: UUID) -> Lane:
    """Return the queue of a credential's robot; one that nobody owed anything yet is empty and not stored."""
    robot_id = get_object_or_404(Credential.objects.visible_to(user), pk=credential_id).robot_id
    # Whose robot it is was asked one line above.
    # nosemgrep: what-is-asked-for-is-visible
    lanes = Lane.objects.select_related("paused_by", "muted_by")
    return lanes.filter(pk=robot_id).first() or Lane(pk=robot_id)


def kept_lane(user: User, credential_id: UUID) -> Lane:
    """Return the queue of a credential's robot, stored, to those who may steer it; the others get 403."""
    robot_id = get_object_or_404(Credential.objects.visible_to(user), pk=credential_id).robot_id
    require_lane_keeper(user, robot_id)
    lane, _is_new = Lane.objects.get_or_create(pk=robot_id)
    return lane


def named_pipeline(user: User, name: str, *, field: str = "pipeline") -> Pipeline:
    """Return the pipeline that a body or filter names `team/identifier`.

    Raises:
        Problem: 400 for a name of another form, 404 for a pipeline this person does not see.
    """
    if "/" not in name:
        message = gettext("Name the pipeline as team/identifier, such as shop/web-portal.")
        raise invalid([FieldError(field=field, message=message)])
    found = Pipeline.objects.visible_to(user).named(name).select_related("team").first()
    if found is None:
        raise not_found(gettext("There is no pipeline %(name)s for you.") % {"name": name[:200]})
    return found

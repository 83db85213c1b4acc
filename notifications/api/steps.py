"""/steps: which event tells which group what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ninja import Router, Status

from notifications.api.lookups import by_id, named_pipeline, team_of
from notifications.api.step_filling import check, fill, new_step, place
from notifications.api.step_schemas import StepBody, StepOut, shown
from notifications.models import Step
from teams.api.bearer import PersonBearer
from teams.api.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page
from teams.models import Scope
from teams.permissions import Verb, require

if TYPE_CHECKING:
    from teams.signed_in import PersonRequest

router = Router(tags=["steps"])
READ, WRITE = PersonBearer(Scope.READ), PersonBearer(Scope.WRITE)


@router.get("/steps", auth=READ, response=Page[StepOut])
def list_steps(
    request: PersonRequest,
    pipeline: str = "",
    team: str = "",
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List the steps of your teams, the newest first; `pipeline` and `team` narrow to their own."""
    steps = _visible(request)
    if pipeline:
        steps = steps.filter(pipeline=named_pipeline(request.user, pipeline))
    if team:
        steps = steps.filter(team=team_of(request.user, team))
    found = page(steps, limit=limit, cursor=cursor)
    return found | {"items": [shown(step) for step in found["items"]]}


@router.post("/steps", auth=WRITE, response={201: StepOut})
def create_step(request: PersonRequest, body: StepBody) -> Status:
    """Create a step of a pipeline, or of a team for all of its pipelines (editors and owners)."""
    step = new_step(request.user, body.given())
    require(request.user, Verb.STEP_CREATE, step.team)
    check(step)
    step.store(by=request.user)
    return Status(201, shown(step))


@router.get("/steps/{step_id}", auth=READ, response=StepOut)
def read_step(request: PersonRequest, step_id: str) -> dict[str, Any]:
    """Show one step."""
    return shown(by_id(_visible(request), step_id))


@router.put("/steps/{step_id}", auth=WRITE, response=StepOut)
def replace_step(request: PersonRequest, step_id: str, body: StepBody) -> dict[str, Any]:
    """Replace a step: what the body leaves out gets its default (editors and owners)."""
    step = by_id(_visible(request), step_id)
    require(request.user, Verb.STEP_EDIT, step.team)
    fresh = new_step(request.user, {"pipeline": None, "team": None} | body.given() | _place(step, body))
    fresh.pk, fresh.created_at, fresh.created_by = step.pk, step.created_at, step.created_by
    fresh.muted_until = step.muted_until
    fresh._state.adding = False  # noqa: SLF001  # it takes the place of a row
    return _stored(request, fresh)


@router.patch("/steps/{step_id}", auth=WRITE, response=StepOut)
def change_step(request: PersonRequest, step_id: str, body: StepBody) -> dict[str, Any]:
    """Change a step: what the body leaves out stays (editors and owners)."""
    step = by_id(_visible(request), step_id)
    require(request.user, Verb.STEP_EDIT, step.team)
    given = body.given()
    place(step, request.user, given)
    fill(step, given)
    return _stored(request, step)


@router.delete("/steps/{step_id}", auth=WRITE, response={204: None})
def delete_step(request: PersonRequest, step_id: str) -> Status:
    """Delete a step; what it has sent stays in the log (editors and owners)."""
    step = by_id(_visible(request), step_id)
    require(request.user, Verb.STEP_DELETE, step.team)
    step.remove(by=request.user)
    return Status(204, None)


def _stored(request: PersonRequest, step: Step) -> dict[str, Any]:
    # A step may have moved to another team: that one's roles count too.
    require(request.user, Verb.STEP_EDIT, step.team)
    check(step)
    step.store(by=request.user)
    return shown(step)


def _place(step: Step, body: StepBody) -> dict[str, Any]:
    """Return whose a step stays when the body of a PUT names neither pipeline nor team."""
    if body.pipeline is not None or body.team is not None:
        return {}
    return {"pipeline": step.pipeline.full_name} if step.pipeline else {"team": step.team.slug}


def _visible(request: PersonRequest) -> Any:
    return Step.objects.visible_to(request.user).select_related("team", "pipeline__team", "credential")

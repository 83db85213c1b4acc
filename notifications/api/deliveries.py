"""/deliveries: the log of what is owed and what was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.utils.translation import gettext
from ninja import Query, Router, Schema, Status
from pydantic import Field

from notifications.api.delivery_schemas import DeliveryOut, OneDeliveryOut, alone, listed
from notifications.api.lookups import by_id, named_pipeline
from notifications.models import Delivery
from notifications.models.redelivery import NotRedeliverableError
from notifications.models.state import State
from teams import punctuation
from teams.api.bearer import PersonBearer
from teams.api.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page
from teams.api.problems import FieldError, invalid, refused
from teams.api.schemas import Moment
from teams.models import Scope
from teams.permissions import Verb, require

if TYPE_CHECKING:
    from teams.models import User
    from teams.signed_in import PersonRequest

router = Router(tags=["deliveries"])
READ, WRITE = PersonBearer(Scope.READ), PersonBearer(Scope.WRITE)
BIGGEST_ID = 10**18


class Filters(Schema):
    """Every given one must hold; `since` is included, `until` is not."""

    pipeline: str | None = Field(default=None, description="team/identifier")
    step: int | None = Field(default=None, ge=0, lt=BIGGEST_ID)
    credential: UUID | None = None
    state: str | None = Field(default=None, description="pending, sending, sent, dead or held")
    since: Moment | None = None
    until: Moment | None = None
    errcode: int | None = Field(default=None, ge=-(2**31), lt=2**31)


@router.get("/deliveries", auth=READ, response=Page[DeliveryOut])
def list_deliveries(
    request: PersonRequest,
    filters: Annotated[Filters, Query()],
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List the deliveries of your teams, the newest first."""
    deliveries = _visible(request).filter(**conditions(filters, request.user))
    found = page(deliveries, limit=limit, cursor=cursor)
    return found | {"items": [listed(delivery) for delivery in found["items"]]}


@router.get("/deliveries/{delivery_id}", auth=READ, response=OneDeliveryOut)
def read_delivery(request: PersonRequest, delivery_id: str) -> dict[str, Any]:
    """Show one delivery with its message as sent and every attempt."""
    return alone(by_id(_visible(request), delivery_id))


@router.post(
    "/deliveries/{delivery_id}/redeliveries",
    auth=WRITE,
    response={200: OneDeliveryOut, 201: OneDeliveryOut},
)
def redeliver(request: PersonRequest, delivery_id: str) -> Status:
    """Send a delivery again, with the same text (editors and owners): 201 and a new one.

    One that was held for a person is released instead (200). 409 while it is on its way or cannot go.
    """
    delivery = by_id(_visible(request), delivery_id)
    require(request.user, Verb.DELIVERY_REDELIVER, delivery.team)
    try:
        owed = delivery.redeliver(by=request.user)
    except NotRedeliverableError as error:
        raise refused(str(error)) from error
    return Status(200 if owed.pk == delivery.pk else 201, alone(owed))


def conditions(filters: Filters, user: User) -> dict[str, Any]:
    """Return what a delivery must fulfil to pass every filter that was given.

    Raises:
        Problem: 400 for a value that is not known, 404 for a pipeline this person does not see.
    """
    wanted: dict[str, Any] = {
        "step": filters.step,
        "credential": filters.credential,
        "state": filters.state,
        "created_at__gte": filters.since,
        "created_at__lt": filters.until,
        "errcode": filters.errcode,
    }
    if filters.state is not None and filters.state not in State.values:
        sentence = gettext("%(value)s is not known here. Choose from: %(known)s.")
        message = sentence % {"value": filters.state[:100], "known": punctuation.listed(State.values)}
        raise invalid([FieldError(field="state", message=message)])
    if filters.pipeline is not None:
        wanted["pipeline"] = named_pipeline(user, filters.pipeline)
    return {name: value for name, value in wanted.items() if value is not None}


def _visible(request: PersonRequest) -> Any:
    return Delivery.objects.visible_to(request.user).select_related("pipeline__team", "team")

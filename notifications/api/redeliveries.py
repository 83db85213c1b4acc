"""/redeliveries: sending again what was not delivered, many at once."""

from __future__ import annotations

from typing import Any

from ninja import Router, Schema
from pydantic import ConfigDict, Field

from notifications.api.deliveries import WRITE, Filters, conditions
from notifications.models import Delivery
from notifications.models.redelivering_many import Tally, redeliver_many
from notifications.models.redelivery_counts import census
from notifications.redelivery_rights import require_redeliverer
from teams.api.schemas import StrictSchema
from teams.signed_in import PersonRequest

router = Router(tags=["deliveries"])


class RedeliveryFilter(Filters):
    """The filters of `GET /deliveries`; every given one must hold."""

    model_config = ConfigDict(extra="forbid")


class RedeliveriesIn(StrictSchema):
    """What to send again, and whether only to count it."""

    filter: RedeliveryFilter = Field(description="As the filters of GET /deliveries; {} is everything.")
    dry_run: bool = Field(default=False, description="true counts and sends nothing.")
    refused: bool = Field(
        default=False,
        description="Also those that WeCom refused for their content; the same text will be refused again."
        " A filter by errcode takes them along as well.",
    )


class RedeliveriesOut(Schema):
    """How many were not delivered and can go, how many of them went, how many are left or cannot go."""

    dry_run: bool
    count: int
    redelivered: int
    left: int = Field(description="More than one call sends: call again.")
    refused: int = Field(description="Left out: WeCom refused their content. See `refused` of the body.")
    stuck: int = Field(description="Their credential is gone, disabled or not shared with the team any more.")


@router.post("/redeliveries", auth=WRITE, response=RedeliveriesOut)
def redeliver_all(request: PersonRequest, body: RedeliveriesIn) -> dict[str, Any]:
    """Send again what was not delivered (dead or held, no tests) in your teams (editors and owners).

    The oldest go first, at most 2000 in one call; held ones are released.
    """
    require_redeliverer(request.user)
    visible = Delivery.objects.visible_to(request.user)
    found = visible.filter(**conditions(body.filter, request.user)).redeliverable_by(request.user)
    refused = 0
    if not (body.refused or body.filter.errcode is not None):
        refused, found = found.refused().count(), found.but_refused()
    counted = census(found)
    tally = Tally(left=counted.count, stuck=counted.stuck)
    if not body.dry_run:
        tally = redeliver_many(found, by=request.user)
    return {
        "dry_run": body.dry_run,
        "count": counted.count,
        "redelivered": tally.redelivered,
        "left": tally.left,
        "refused": refused,
        "stuck": tally.stuck,
    }

"""Owing a delivery once more."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from credentials.models import Credential
from notifications.clockwork import clock
from notifications.clockwork.turns import writing
from notifications.clockwork.wakeup import wake_after_commit
from notifications.models import carriage
from notifications.models.lane import Lane
from notifications.models.state import OPEN_STATES, State
from teams.models import AuditEntry

if TYPE_CHECKING:
    from notifications.models.delivery import Delivery
    from teams.models import User

FROZEN = (
    "team_id", "event_id", "step_id", "pipeline_id", "credential_id", "step_name", "credential_name", "part",
    "rank", "is_test", "message_type", "body", "content_bytes", "digest", "on_ambiguous",
)  # fmt: skip


class NotRedeliverableError(Exception):
    """This delivery cannot be sent again; the message says why and what to do."""


def redeliver(delivery: Delivery, *, by: User) -> Delivery:
    """Release a held delivery, or owe a dead or sent one anew; see `Delivery.redeliver`."""
    with writing():
        credential = _usable_credential(delivery)
        now = clock.now()
        lanes = Lane.objects.ready({credential.robot_id})
        delivery.refresh_from_db()
        _refuse_if_open(delivery)
        is_held = delivery.state == State.HELD
        owed = release(delivery, credential, now) if is_held else _repeat(delivery, credential, now, by=by)
        Lane.objects.arm(lanes, now=now, at_once=owed.is_test)
        verb = "delivery.release" if is_held else "delivery.redeliver"
        AuditEntry.record(actor=by, verb=verb, target=f"delivery {delivery.pk}", team=delivery.team)
        wake_after_commit()
    return owed


def _usable_credential(delivery: Delivery) -> Credential:
    credential = delivery.credential
    if credential is None:
        raise NotRedeliverableError(
            _("The credential “%(name)s” was deleted. Choose another one in the step and send a test.")
            % {"name": delivery.credential_name}
        )
    if not credential.is_enabled:
        raise NotRedeliverableError(
            _("The credential “%(name)s” is disabled. Enable it, then redeliver.") % {"name": credential.name}
        )
    if delivery.team and not Credential.objects.usable_by(delivery.team).filter(pk=credential.pk).exists():
        raise NotRedeliverableError(
            _("The credential “%(name)s” is not shared with %(team)s any more. Ask its keepers to share it.")
            % {"name": delivery.credential_name, "team": delivery.team.name}
        )
    return credential


def _refuse_if_open(delivery: Delivery) -> None:
    again = delivery.redeliveries.filter(state__in=OPEN_STATES).first()
    waiting = delivery if delivery.state in OPEN_STATES else again
    if delivery.is_carrier and delivery.state == State.DEAD:
        raise NotRedeliverableError(
            _("The messages it carried go one by one. Redeliver those of them that did not arrive.")
        )
    if waiting:
        raise NotRedeliverableError(
            _("Delivery %(number)s still waits to be sent. Wait for its result.") % {"number": waiting.pk}
        )


def release(delivery: Delivery, credential: Credential, now: datetime) -> Delivery:
    """Let a held delivery wait again, and the mentions that were held with it; the lane is locked."""
    mentions = delivery.followed_by.filter(state=State.HELD)
    for each in (delivery, *mentions):
        each.state, each.reason, each.due_at = State.PENDING, "", now
        each.lane_id, each.carried_by = credential.robot_id, None
        each.save(update_fields=["state", "reason", "due_at", "lane", "carried_by"])
    carriage.release_carried(delivery, lane_id=credential.robot_id, now=now)
    return delivery


def _repeat(delivery: Delivery, credential: Credential, now: datetime, *, by: User) -> Delivery:
    mentions = list(delivery.followed_by.filter(state=State.DEAD))
    again = copied(delivery, credential.robot_id, by=by, now=now)
    again.save(force_insert=True)
    for mention in mentions:
        told_again = copied(mention, credential.robot_id, by=by, now=now)
        told_again.follows = again
        told_again.save(force_insert=True)
    return again


def copied(delivery: Delivery, robot_id: int, *, by: User, now: datetime) -> Delivery:
    """Return a delivery, not saved yet, that owes the same text once more."""
    return type(delivery)(
        **{name: getattr(delivery, name) for name in FROZEN},
        lane_id=robot_id,
        redelivers=delivery,
        requested_by=by,
        due_at=now,
        created_at=now,
    )

"""Every robot's lane in one hand, so that no call to a robot is under way; intake goes on."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from notifications.clockwork import clock
from notifications.clockwork.turns import writing
from notifications.clockwork.wakeup import wake_after_commit
from notifications.models import Lane
from notifications.models.lane import LEASE, LONGEST_WAIT


class Standstill:
    """Leases as a dispatcher takes them, on lanes that are then not drained.

    They end by themselves 16 s after the last `reach`: whoever dies in between holds nothing up.
    """

    def __init__(self) -> None:
        self._tokens: dict[int, int] = {}

    def reach(self) -> int:
        """Take the lanes that are free and keep those taken before; return how many others still hold."""
        now = clock.now()
        with writing():
            lanes = list(Lane.objects.locked().values_list("pk", "lease_token", "lease_until"))
            ours = {lane: token for lane, token, _ in lanes if self._tokens.get(lane) == token}
            free = {lane: token for lane, token, until in lanes if lane not in ours and _is_free(until, now)}
            Lane.objects.filter(pk__in=free).update(lease_token=F("lease_token") + 1)
            self._tokens = ours | {lane: token + 1 for lane, token in free.items()}
            Lane.objects.filter(pk__in=self._tokens).update(lease_until=now + LEASE)
        return len(lanes) - len(self._tokens)

    def end(self) -> None:
        """Give the lanes back to the dispatchers."""
        with writing():
            lanes = Lane.objects.locked().values_list("pk", "lease_token")
            ours = [lane for lane, token in lanes if self._tokens.get(lane) == token]
            Lane.objects.filter(pk__in=ours).update(lease_until=None)
            wake_after_commit()
        self._tokens = {}


def _is_free(lease_until: datetime | None, now: datetime) -> bool:
    return lease_until is None or not now <= lease_until <= now + LONGEST_WAIT

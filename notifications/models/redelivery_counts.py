"""What sending many again would come to: counted first, robot by robot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Q

from credentials.models import Credential

if TYPE_CHECKING:
    from notifications.models.delivery import DeliveryQuerySet


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one team's rules owe to one credential; `may_go` is false when it may not use it any more."""

    team_id: int
    credential_id: Any
    name: str
    count: int
    newest: int
    may_go: bool


@dataclass(frozen=True, kw_only=True)
class Census:
    """What would go again and what cannot; `newest` is the highest id that was counted."""

    shares: Sequence[Share]

    @property
    def count(self) -> int:
        return sum(share.count for share in self.shares if share.may_go)

    @property
    def stuck(self) -> int:
        return sum(share.count for share in self.shares if not share.may_go)

    @property
    def newest(self) -> int:
        return max((share.newest for share in self.shares), default=0)

    @property
    def may_go(self) -> Q:
        """Return the condition that a delivery belongs to a share that may go."""
        going = [share for share in self.shares if share.may_go]
        condition = Q(pk__in=[])
        for share in going:
            condition |= Q(team=share.team_id, credential=share.credential_id)
        return condition


def census(found: DeliveryQuerySet) -> Census:
    """Count deliveries by team and credential."""
    rows = list(
        found.order_by()
        .values_list("team", "credential")
        .annotate(called=Max("credential_name"), number=Count("pk"), last=Max("pk"))
    )
    usable = _usable({credential for _team, credential, *_rest in rows if credential})
    shares = [
        Share(
            team_id=team,
            credential_id=credential,
            name=name,
            count=count,
            newest=newest,
            may_go=credential in usable and _serves(usable[credential], team),
        )
        for team, credential, name, count, newest in rows
    ]
    return Census(shares=sorted(shares, key=lambda share: (share.name, share.newest)))


def _usable(ids: Iterable[Any]) -> dict[Any, Credential]:
    return Credential.objects.filter(is_enabled=True).prefetch_related("teams").in_bulk(ids)


def _serves(credential: Credential, team_id: int) -> bool:
    is_its_own = credential.is_shared_with_all or credential.owning_team_id == team_id
    return is_its_own or any(team.pk == team_id for team in credential.teams.all())

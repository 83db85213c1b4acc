"""What the product says of its deliveries, read through its API alone."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.contract.product import Client

PAGE = 200
OPEN = ("pending", "sending")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One delivery; `is_carrier` when it is one message for several that waited."""

    id: str
    event: str | None
    credential: str
    state: str
    carried_by: str | None
    is_carrier: bool
    content: str = ""


@dataclass
class Ledger:
    rows: dict[str, Row] = field(default_factory=dict)

    @classmethod
    def read(cls, admin: Client) -> Ledger:
        """Read every delivery, and the messages of those that carry others."""
        ledger, cursor = cls(), ""
        while cursor is not None:
            answer = admin("GET", "/deliveries", params={"limit": PAGE, "cursor": cursor})
            answer.raise_for_status()
            for item in answer.json()["items"]:
                ledger.rows[item["id"]] = _row(item, admin)
            cursor = answer.json()["next"]
        return ledger

    def of_events(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows.values():
            if row.event:
                found.setdefault(row.event, []).append(row)
        return found


def waiting(admin: Client) -> int:
    """Return how many are not settled, 200 of each state at most."""
    listed = [admin("GET", "/deliveries", params={"state": state, "limit": PAGE}) for state in OPEN]
    return sum(len(answer.json()["items"]) for answer in listed)


def _row(item: dict, admin: Client) -> Row:
    is_carrier = item["event"] is None and item["step"] is None and not item["is_test"]
    content = ""
    if is_carrier:
        alone = admin("GET", f"/deliveries/{item['id']}").json()
        body = alone["messages"][0]["body"]
        content = body[body["msgtype"]]["content"]
    return Row(
        id=item["id"],
        event=item["event"],
        credential=item["credential"]["id"],
        state=item["state"],
        carried_by=item["carried_by"],
        is_carrier=is_carrier,
        content=content,
    )

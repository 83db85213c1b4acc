"""What an outcome means for the message and for its lane: the one table of delivery."""

from __future__ import annotations

from dataclasses import dataclass

from credentials.outcomes import Outcome
from notifications.models.delivery import State
from notifications.models.lane import Hold


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """The message's new state, what holds its lane if anything does, and whether the robot lives."""

    state: State
    hold: Hold | None = None
    robot_lives: bool = False

    @property
    def is_failure(self) -> bool:
        """Tell whether it counts towards backing off and giving up: the limit and the key do not."""
        return self.hold is Hold.BACKOFF


RETRY_LATER = Ruling(state=State.PENDING, hold=Hold.BACKOFF)
RULINGS = {
    Outcome.ACCEPTED: Ruling(state=State.SENT, robot_lives=True),
    Outcome.RATE_LIMITED: Ruling(state=State.PENDING, hold=Hold.LIMITED),
    Outcome.NOT_SENT: RETRY_LATER,
    Outcome.BUSY: RETRY_LATER,
    Outcome.SERVER_ERROR: RETRY_LATER,
    Outcome.UNREADABLE: RETRY_LATER,
    Outcome.AMBIGUOUS: RETRY_LATER,
    Outcome.DEAD_ROBOT: Ruling(state=State.PENDING, hold=Hold.DEAD_ROBOT),
    Outcome.REFUSED: Ruling(state=State.DEAD, robot_lives=True),
    Outcome.KEY_UNAVAILABLE: Ruling(state=State.PENDING, hold=Hold.KEY),
}
HELD_WHEN_AMBIGUOUS = Ruling(state=State.HELD, hold=Hold.BACKOFF)
# A test says what happened at once. It holds the lane only with what WeCom itself said about the robot.
TEST_RULINGS = {
    Outcome.ACCEPTED: RULINGS[Outcome.ACCEPTED],
    Outcome.RATE_LIMITED: Ruling(state=State.DEAD, hold=Hold.LIMITED),
    Outcome.DEAD_ROBOT: Ruling(state=State.DEAD, hold=Hold.DEAD_ROBOT),
}
TEST_FAILED = Ruling(state=State.DEAD)


def rule(outcome: Outcome, *, is_test: bool, on_ambiguous: str) -> Ruling:
    """Return what follows from one call's outcome."""
    if is_test:
        return TEST_RULINGS.get(outcome, TEST_FAILED)
    if outcome == Outcome.AMBIGUOUS and on_ambiguous == "hold":
        return HELD_WHEN_AMBIGUOUS
    return RULINGS[outcome]

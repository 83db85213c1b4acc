"""What the rooms above do when a credential got another key, in the same transaction.

They sign up when they start; credentials itself knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from credentials.models import Credential, Robot

    Follower = Callable[[Credential, Robot], None]

_followers: list[Follower] = []
_preparers: list[Follower] = []


def follow(follower: Follower) -> None:
    """Call `follower(credential, old_robot)` after every replaced key that belongs to another robot."""
    if follower not in _followers:
        _followers.append(follower)


def prepare(preparer: Follower) -> None:
    """Call `preparer(credential, old_robot)` before the credential's row is written.

    What a follower will lock is locked there: who sends locks a queue first and the credential after it.
    """
    if preparer not in _preparers:
        _preparers.append(preparer)


def get_ready(credential: Credential, old_robot: Robot) -> None:
    """Let every preparer lock what the key's change will touch."""
    for preparer in _preparers:
        preparer(credential, old_robot)


def tell(credential: Credential, old_robot: Robot) -> None:
    """Tell every follower that what waits for the old robot now goes to the credential's new one."""
    for follower in _followers:
        follower(credential, old_robot)

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


def follow(follower: Follower) -> None:
    """Call `follower(credential, old_robot)` after every replaced key that belongs to another robot."""
    if follower not in _followers:
        _followers.append(follower)


def tell(credential: Credential, old_robot: Robot) -> None:
    """Tell every follower that what waits for the old robot now goes to the credential's new one."""
    for follower in _followers:
        follower(credential, old_robot)

"""Who may steer a robot's queue: whoever keeps one of the credentials that hold its key."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext

from credentials.models import Credential
from teams.models import User


def require_lane_keeper(user: User, robot_id: int) -> None:
    """Let pass whoever keeps a credential of this robot; call it after the door.

    Raises:
        PermissionDenied: with a sentence that says who may (403).
    """
    if not Credential.objects.manageable_by(user).filter(robot=robot_id).exists():
        raise PermissionDenied(
            gettext(
                "Only those who keep a credential of this queue steer it: administrators, and owners of the "
                "credential's team. Ask one of them."
            )
        )

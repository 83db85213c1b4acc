"""The robot's key, sealed, and the robot behind it."""

from __future__ import annotations

from credentials.models.credential import Credential
from credentials.models.retired_key import RetiredKey
from credentials.models.robot import Robot
from credentials.models.uses import Use, Used, as_used

__all__ = ["Credential", "RetiredKey", "Robot", "Use", "Used", "as_used"]

from __future__ import annotations

from operator import attrgetter

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from credentials import key_followers  # noqa: PLC0415  # models exist only now
        from notifications import left_behind, recorded_words  # noqa: PLC0415
        from notifications.delivery import limits, moving  # noqa: PLC0415, F401  # limits registers a check
        from notifications.models import Hook  # noqa: PLC0415
        from sealing.keys import Purpose  # noqa: PLC0415
        from teams import left_to_do  # noqa: PLC0415
        from teams.sealed_values import SealedValues, sign_up  # noqa: PLC0415

        recorded_words.teach()
        key_followers.prepare(moving.lock_lanes)
        key_followers.follow(moving.follow_key)
        sign_up(
            SealedValues(
                kind="hook secret",
                model=Hook,
                column="sealed_secret",
                purpose=Purpose.HOOKS,
                bound_to=attrgetter("sealing_context"),
            )
        )
        for kind in left_behind.KINDS:
            left_to_do.sign_up(kind)

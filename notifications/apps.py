from __future__ import annotations

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from credentials import key_followers  # noqa: PLC0415  # models exist only now
        from notifications import recorded_words  # noqa: PLC0415
        from notifications.delivery import limits, moving  # noqa: PLC0415, F401  # limits registers a check

        recorded_words.teach()
        key_followers.prepare(moving.lock_lanes)
        key_followers.follow(moving.follow_key)

"""The notification events a step can choose (通知事件)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from notifications.vocabulary.languages import Words
from notifications.vocabulary.statuses import Status


class NotificationEvent(StrEnum):
    """A moment worth telling; `recovered` is the first success after a failure."""

    STARTED = "started"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"
    SKIPPED = "skipped"
    WAITING = "waiting"
    RECOVERED = "recovered"

    @property
    def kind(self) -> EventKind:
        return EVENT_KINDS[self]


@dataclass(frozen=True, slots=True)
class EventKind:
    """One row of the table: which status fires the event, its name in the form, its headline in a message."""

    status: Status
    label: Words
    headline: Words


EVENT_KINDS = {
    NotificationEvent.STARTED: EventKind(
        Status.RUNNING, Words("开始", "Started", "Запуск"), Words("开始执行", "Started", "Запущено")
    ),
    NotificationEvent.SUCCEEDED: EventKind(
        Status.SUCCEEDED, Words("成功", "Succeeded", "Успех"), Words("成功", "Succeeded", "Успешно")
    ),
    NotificationEvent.FAILED: EventKind(
        Status.FAILED, Words("失败", "Failed", "Ошибка"), Words("失败", "Failed", "Ошибка")
    ),
    NotificationEvent.CANCELED: EventKind(
        Status.CANCELED, Words("取消", "Canceled", "Отмена"), Words("已取消", "Canceled", "Отменено")
    ),
    NotificationEvent.SKIPPED: EventKind(
        Status.SKIPPED, Words("跳过", "Skipped", "Пропуск"), Words("已跳过", "Skipped", "Пропущено")
    ),
    NotificationEvent.WAITING: EventKind(
        Status.WAITING,
        Words("等待审批", "Waiting for approval", "Ожидание подтверждения"),
        Words("等待审批", "Waiting for approval", "Ожидает подтверждения"),
    ),
    NotificationEvent.RECOVERED: EventKind(
        Status.SUCCEEDED,
        Words("恢复", "Recovered", "Восстановление"),
        Words("已恢复", "Recovered", "Восстановлено"),
    ),
}
NOTIFICATION_EVENT_CHOICES = [(event.value, kind.label.english) for event, kind in EVENT_KINDS.items()]
DEFAULT_EVENTS = (NotificationEvent.FAILED,)
_EVENT_OF_STATUS = {
    kind.status: event for event, kind in EVENT_KINDS.items() if event is not NotificationEvent.RECOVERED
}


def event_of(status: Status) -> NotificationEvent | None:
    """Return the event that entering `status` fires, or None; only the run before can make it a recovery."""
    return _EVENT_OF_STATUS.get(status)

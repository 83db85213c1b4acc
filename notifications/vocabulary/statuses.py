"""The statuses an event can report."""

from __future__ import annotations

from enum import StrEnum

from notifications.vocabulary.languages import Words


class Status(StrEnum):
    """What a pipeline or task entered; the values are the words of the events API."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"

    @property
    def words(self) -> Words:
        return STATUS_WORDS[self]

    @property
    def colour(self) -> str:
        """Return one of the three colours the robot's markdown knows: info, warning, comment."""
        return STATUS_COLOURS.get(self, "comment")

    @property
    def mark(self) -> str:
        """Return the picture that stands for the colour where a message has none."""
        return STATUS_MARKS[self]

    @property
    def is_final(self) -> bool:
        """Tell whether the run ended with this status."""
        return self in {Status.SUCCEEDED, Status.FAILED, Status.CANCELED, Status.SKIPPED}


STATUS_WORDS = {
    Status.QUEUED: Words("排队中", "Queued", "В очереди"),
    Status.RUNNING: Words("执行中", "Running", "Выполняется"),
    Status.WAITING: Words("等待审批", "Waiting for approval", "Ожидает подтверждения"),
    Status.SUCCEEDED: Words("成功", "Succeeded", "Успешно"),
    Status.FAILED: Words("失败", "Failed", "Ошибка"),
    Status.CANCELED: Words("已取消", "Canceled", "Отменено"),
    Status.SKIPPED: Words("已跳过", "Skipped", "Пропущено"),
    Status.UNKNOWN: Words("未知状态", "Unknown status", "Неизвестный статус"),
}
STATUS_COLOURS = {Status.SUCCEEDED: "info", Status.FAILED: "warning", Status.WAITING: "warning"}
STATUS_MARKS = {
    Status.QUEUED: "🕒",
    Status.RUNNING: "🚀",
    Status.WAITING: "✋",
    Status.SUCCEEDED: "✅",
    Status.FAILED: "❌",
    Status.CANCELED: "🚫",
    Status.SKIPPED: "⏭️",
    Status.UNKNOWN: "❔",
}
STATUS_CHOICES = [(status.value, words.english) for status, words in STATUS_WORDS.items()]


def status_of(reported: str) -> Status:
    """Return the status a report names; a word that is not listed is `unknown`, never a success."""
    try:
        return Status(reported)
    except ValueError:
        return Status.UNKNOWN

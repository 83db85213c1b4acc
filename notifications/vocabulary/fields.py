"""The content fields a step can choose (通知内容), in the order in which a message prints them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from notifications.vocabulary.events import NotificationEvent
from notifications.vocabulary.facts import Facts
from notifications.vocabulary.languages import Words
from notifications.vocabulary.statuses import Status
from notifications.vocabulary.wording import duration_words, time_words, trigger_words

SHORT_COMMIT_LENGTH = 7
PREVIOUSLY = Words("（此前：{}）", " (previously: {})", " (ранее: {})")


class FieldKind(Enum):
    """How a value is drawn where the dialect can."""

    PLAIN = auto()
    CODE = auto()
    LINK = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """One content field: `facts` names what must be reported for it to have a value."""

    name: str
    label: Words
    facts: tuple[str, ...]
    value: Callable[[Facts, str], str]
    preselected: bool = False
    kind: FieldKind = FieldKind.PLAIN


def status_words(facts: Facts, language: str) -> str:
    """Return the status in words; one that is not known is told as it came."""
    if facts.status is Status.UNKNOWN and facts.status_text.strip():
        return facts.status_text
    return facts.status.words.to(language)


def _status(facts: Facts, language: str) -> str:
    words = status_words(facts, language)
    if facts.occurrence is NotificationEvent.RECOVERED:
        return words + PREVIOUSLY.to(language).format(Status.FAILED.words.to(language))
    return words


def _pull_request(facts: Facts, language: str) -> str:
    number = f"#{facts.pull_request_id}" if facts.pull_request_id else ""
    return f"{number} {facts.pull_request_title}".strip()


FIELDS = (
    Field(
        "pipeline_name",
        Words("流水线名称", "Pipeline", "Пайплайн"),
        ("pipeline_identifier",),
        lambda facts, _: facts.pipeline_label,
        preselected=True,
    ),
    Field(
        "stage_name",
        Words("阶段名称", "Stage", "Этап"),
        ("stage",),
        lambda facts, _: facts.stage_label,
        preselected=True,
    ),
    Field(
        "task_name",
        Words("任务名称", "Task", "Задача"),
        ("task",),
        lambda facts, _: facts.task,
        preselected=True,
    ),
    Field(
        "triggered_by",
        Words("触发人", "Triggered by", "Запустил"),
        ("triggered_by",),
        lambda facts, _: facts.triggered_by,
        preselected=True,
    ),
    Field(
        "trigger_type",
        Words("触发类型", "Trigger", "Тип запуска"),
        ("trigger_type",),
        lambda facts, language: trigger_words(facts.trigger_type, language),
        preselected=True,
    ),
    Field(
        "task_url",
        Words("任务详情", "Details", "Подробности"),
        ("url",),
        lambda facts, _: facts.url,
        preselected=True,
        kind=FieldKind.LINK,
    ),
    Field("status", Words("运行状态", "Status", "Статус"), ("status",), _status),
    Field(
        "build_number", Words("构建号", "Build number", "Номер сборки"), ("run",), lambda facts, _: facts.run
    ),
    Field(
        "repository",
        Words("代码仓库", "Repository", "Репозиторий"),
        ("repository",),
        lambda facts, _: facts.repository,
    ),
    Field("branch", Words("分支", "Branch", "Ветка"), ("branch",), lambda facts, _: facts.branch),
    Field(
        "commit",
        Words("提交", "Commit", "Коммит"),
        ("commit",),
        lambda facts, _: facts.commit[:SHORT_COMMIT_LENGTH],
        kind=FieldKind.CODE,
    ),
    Field(
        "commit_message",
        Words("提交信息", "Commit message", "Сообщение коммита"),
        ("commit_message",),
        lambda facts, _: facts.commit_message,
    ),
    Field(
        "pull_request",
        Words("合并请求", "Pull request", "Запрос на слияние"),
        ("pull_request_id",),
        _pull_request,
    ),
    Field(
        "duration",
        Words("耗时", "Duration", "Длительность"),
        ("started_at", "finished_at"),
        lambda facts, language: duration_words(facts.started_at, facts.finished_at, language),
    ),
    Field(
        "started_at",
        Words("开始时间", "Started at", "Начало"),
        ("started_at",),
        lambda facts, language: time_words(facts.started_at, language, facts.time_zone),
    ),
    Field(
        "failure_reason",
        Words("失败原因", "Failure reason", "Причина ошибки"),
        ("failure_reason",),
        lambda facts, _: facts.failure_reason,
    ),
)
FIELD_NAMES = tuple(field.name for field in FIELDS)
FIELD_CHOICES = [(field.name, field.label.english) for field in FIELDS]
DEFAULT_FIELDS = tuple(field.name for field in FIELDS if field.preselected)

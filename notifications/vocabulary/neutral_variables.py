"""Variables under names that belong to no system."""

from __future__ import annotations

from notifications.vocabulary.facts import Facts
from notifications.vocabulary.fields import status_words
from notifications.vocabulary.languages import Words
from notifications.vocabulary.presence import Presence
from notifications.vocabulary.rows import Row, plain, short_commit
from notifications.vocabulary.wording import duration_words, time_words


def _commit_title(facts: Facts, language: str) -> str:
    return facts.commit_message.strip().partition("\n")[0].strip()


def _previous_status(facts: Facts, language: str) -> str:
    return facts.previous_status.value if facts.previous_status else ""


def _reported_status(facts: Facts, language: str) -> str:
    return facts.status.value


NEUTRAL_ROWS: tuple[Row, ...] = (
    plain(
        "PIPELINE",
        Words("流水线唯一标识", "Unique identifier of the pipeline", "Идентификатор пайплайна"),
        Presence.ALWAYS,
        "pipeline_identifier",
    ),
    (
        "PIPELINE_NAME",
        Words("流水线名称", "Name of the pipeline", "Название пайплайна"),
        Presence.ALWAYS,
        ("pipeline_identifier",),
        lambda facts, _: facts.pipeline_label,
    ),
    plain("TEAM", Words("团队", "Team", "Команда"), Presence.ALWAYS, "team"),
    (
        "STAGE",
        Words("阶段名称", "Stage", "Этап"),
        Presence.TASK,
        ("stage",),
        lambda facts, _: facts.stage_label,
    ),
    plain("TASK", Words("任务名称", "Task", "Задача"), Presence.TASK, "task"),
    (
        "STATUS",
        Words("状态，如 failed", "Status, such as failed", "Статус, например failed"),
        Presence.ALWAYS,
        ("status",),
        _reported_status,
    ),
    (
        "STATUS_TEXT",
        Words("状态，以消息的语言表示", "Status in the language of the message", "Статус на языке сообщения"),
        Presence.ALWAYS,
        ("status",),
        status_words,
    ),
    (
        "PREVIOUS_STATUS",
        Words("上一次运行的状态", "Status of the run before", "Статус предыдущего запуска"),
        Presence.REPORTED,
        ("status",),
        _previous_status,
    ),
    plain("BUILD_NUMBER", Words("构建号", "Build number", "Номер сборки"), Presence.ALWAYS, "run"),
    plain(
        "RUN_URL", Words("运行详情的链接", "Link to the run", "Ссылка на запуск"), Presence.REPORTED, "url"
    ),
    plain(
        "TRIGGER_TYPE",
        Words("触发类型，如 push", "Kind of trigger, such as push", "Тип запуска, например push"),
        Presence.REPORTED,
        "trigger_type",
    ),
    plain(
        "TRIGGERED_BY",
        Words("触发人", "Who triggered the run", "Кто запустил"),
        Presence.REPORTED,
        "triggered_by",
    ),
    plain("REPOSITORY", Words("代码仓库", "Repository", "Репозиторий"), Presence.CODE, "repository"),
    plain(
        "BRANCH",
        Words(
            "推送的分支，或合并请求的目标分支",
            "Pushed branch, or target branch of the pull request",
            "Ветка отправки или целевая ветка запроса",
        ),
        Presence.CODE,
        "branch",
    ),
    plain("COMMIT", Words("完整提交号", "Full commit id", "Полный хеш коммита"), Presence.CODE, "commit"),
    (
        "COMMIT_SHORT",
        Words("7 位提交号", "Commit id, 7 digits", "Хеш коммита, 7 знаков"),
        Presence.CODE,
        ("commit",),
        short_commit,
    ),
    (
        "COMMIT_TITLE",
        Words("提交信息的第一行", "First line of the commit message", "Первая строка сообщения коммита"),
        Presence.CODE,
        ("commit_message",),
        _commit_title,
    ),
    plain(
        "COMMIT_MESSAGE",
        Words("提交信息", "Commit message", "Сообщение коммита"),
        Presence.CODE,
        "commit_message",
    ),
    plain("AUTHOR", Words("提交作者", "Author of the commit", "Автор коммита"), Presence.CODE, "author"),
    plain(
        "PULL_REQUEST_ID",
        Words("合并请求编号", "Number of the pull request", "Номер запроса на слияние"),
        Presence.PULL_REQUEST,
        "pull_request_id",
    ),
    plain(
        "PULL_REQUEST_TITLE",
        Words("合并请求标题", "Title of the pull request", "Заголовок запроса на слияние"),
        Presence.PULL_REQUEST,
        "pull_request_title",
    ),
    (
        "STARTED_AT",
        Words("开始时间（团队时区）", "Start, in the team's time zone", "Начало, в часовом поясе команды"),
        Presence.REPORTED,
        ("started_at",),
        lambda facts, language: time_words(facts.started_at, language, facts.time_zone),
    ),
    (
        "FINISHED_AT",
        Words("结束时间（团队时区）", "End, in the team's time zone", "Конец, в часовом поясе команды"),
        Presence.FINISHED,
        ("finished_at",),
        lambda facts, language: time_words(facts.finished_at, language, facts.time_zone),
    ),
    (
        "DURATION",
        Words("耗时", "Duration", "Длительность"),
        Presence.FINISHED,
        ("started_at", "finished_at"),
        lambda facts, language: duration_words(facts.started_at, facts.finished_at, language),
    ),
    plain(
        "FAILURE_REASON",
        Words("失败原因", "Why it failed", "Причина ошибки"),
        Presence.FAILED,
        "failure_reason",
    ),
)

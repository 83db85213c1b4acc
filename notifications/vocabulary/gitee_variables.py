"""Variables under Gitee's own names, so that texts written there work here unchanged.

The enterprise pipelines' system variables and the names only the Gitee Go parameter page has.
"""

from __future__ import annotations

from notifications.vocabulary.facts import Facts
from notifications.vocabulary.languages import Words
from notifications.vocabulary.presence import Presence
from notifications.vocabulary.rows import Row, plain, short_commit


def _docker_image(facts: Facts, language: str) -> str:
    return facts.variables.get(
        "GITEE_DOCKER_IMAGE", ""
    )  # an output of Gitee's image plugin, sent as a variable


_PULL_REQUEST_NUMBER = Words("合并请求编号", "Number of the pull request", "Номер запроса на слияние")

GITEE_ROWS: tuple[Row, ...] = (
    plain(
        "GITEE_COMPANY",
        Words("企业路径", "Path of the enterprise", "Путь предприятия"),
        Presence.REPORTED,
        "company",
    ),
    plain(
        "GITEE_PIPELINE_NAME",
        Words(
            "流水线唯一标识（不是名称）",
            "Unique identifier of the pipeline (not its name)",
            "Идентификатор пайплайна (не название)",
        ),
        Presence.ALWAYS,
        "pipeline_identifier",
    ),
    (
        "GITEE_PIPELINE_DISPLAY_NAME",
        Words("流水线名称", "Name of the pipeline", "Название пайплайна"),
        Presence.ALWAYS,
        ("pipeline_identifier",),
        lambda facts, _: facts.pipeline_label,
    ),
    plain(
        "GITEE_PIPELINE_BUILD_NUMBER", Words("构建号", "Build number", "Номер сборки"), Presence.ALWAYS, "run"
    ),
    plain(
        "GITEE_PIPELINE_TRIGGER_USER",
        Words("触发人", "Who triggered the run", "Кто запустил"),
        Presence.REPORTED,
        "triggered_by",
    ),
    plain(
        "GITEE_STAGE_NAME",
        Words("阶段唯一标识", "Unique identifier of the stage", "Идентификатор этапа"),
        Presence.TASK,
        "stage",
    ),
    (
        "GITEE_STAGE_DISPLAY_NAME",
        Words("阶段名称", "Name of the stage", "Название этапа"),
        Presence.TASK,
        ("stage",),
        lambda facts, _: facts.stage_label,
    ),
    plain(
        "GITEE_STAGE_STRATEGY",
        Words(
            "阶段触发方式：manual 或 auto",
            "How the stage starts: manual or auto",
            "Запуск этапа: manual или auto",
        ),
        Presence.TASK,
        "stage_strategy",
    ),
    plain(
        "GITEE_REPO",
        Words("代码仓库路径", "Path of the repository", "Путь репозитория"),
        Presence.CODE,
        "repository",
    ),
    plain(
        "GITEE_BRANCH",
        Words(
            "推送的分支，或合并请求的目标分支",
            "Pushed branch, or target branch of the pull request",
            "Ветка отправки или целевая ветка запроса",
        ),
        Presence.CODE,
        "branch",
    ),
    plain(
        "GITEE_COMMIT",
        Words(
            "提交号，合并请求时为目标分支的提交",
            "Commit, or the target branch's one for a pull request",
            "Коммит; для запроса — коммит целевой ветки",
        ),
        Presence.CODE,
        "commit",
    ),
    (
        "GITEE_SHORT_COMMIT",
        Words("7 位提交号", "Commit id, 7 digits", "Хеш коммита, 7 знаков"),
        Presence.CODE,
        ("commit",),
        short_commit,
    ),
    plain(
        "GITEE_COMMIT_MESSAGE",
        Words("推送或标签的提交信息", "Message of the push or tag", "Сообщение коммита или тега"),
        Presence.CODE,
        "commit_message",
    ),
    plain(
        "GITEE_SOURCE_BRANCH",
        Words("合并请求的源分支", "Source branch of the pull request", "Исходная ветка запроса"),
        Presence.PULL_REQUEST,
        "source_branch",
    ),
    plain(
        "GITEE_SOURCE_COMMIT",
        Words("合并请求的源提交", "Source commit of the pull request", "Исходный коммит запроса"),
        Presence.PULL_REQUEST,
        "source_commit",
    ),
    plain("GITEE_PULL_REQUEST_ID", _PULL_REQUEST_NUMBER, Presence.PULL_REQUEST, "pull_request_id"),
    plain("GITEE_PULL_ID", _PULL_REQUEST_NUMBER, Presence.PULL_REQUEST, "pull_request_id"),
    plain(
        "GITEE_PULL_REQUEST_TITLE",
        Words("合并请求标题", "Title of the pull request", "Заголовок запроса на слияние"),
        Presence.PULL_REQUEST,
        "pull_request_title",
    ),
    plain(
        "GITEE_COMMENT",
        Words("合并请求的评论", "Comment on the pull request", "Комментарий к запросу"),
        Presence.PULL_REQUEST,
        "comment",
    ),
    (
        "GITEE_DOCKER_IMAGE",
        Words("镜像构建插件的输出", "Output of the image plugin", "Результат сборки образа"),
        Presence.REPORTED,
        ("variables",),
        _docker_image,
    ),
)

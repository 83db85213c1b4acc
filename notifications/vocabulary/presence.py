"""When a variable has a value."""

from __future__ import annotations

from enum import Enum

from notifications.vocabulary.languages import Words


class Presence(Enum):
    """The runs in which a variable can have a value; the words stand in the `${` menu."""

    ALWAYS = Words("始终", "always", "всегда")
    REPORTED = Words("来源上报时", "when the source reports it", "если источник сообщает")
    TASK = Words("任务事件", "task events", "события задач")
    CODE = Words("有代码源时", "when the task has a code source", "если у задачи есть код")
    PUSH = Words("代码推送或标签", "push or tag", "отправка кода или тега")
    PULL_REQUEST = Words("仅合并请求", "pull requests only", "только запросы на слияние")
    FINISHED = Words("运行结束后", "after the run ended", "после завершения")
    FAILED = Words("仅失败时", "failures only", "только при ошибке")

    @property
    def words(self) -> Words:
        return self.value

"""Mails to owners in the other two languages: their whole texts, and Russian numbers that agree."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone, translation

from notifications.delivery.mailing import deliver_mail
from notifications.delivery.telling import tell
from notifications.models import Letter, Transition
from notifications.robot_news import news_of
from teams.models import User
from tests.delivery.clockwork import NOON, at, outcome, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_server")]
NOBODY_ANSWERS = outcome("not_sent", errmsg="connection not made")
CHINESE, RUSSIAN = "zh-hans", "ru"
of_each_language = pytest.mark.parametrize("language", [CHINESE, RUSSIAN])

FOOTERS = {
    CHINESE: "你收到这封邮件，是因为你是使用该凭证的团队的所有者，或是该凭证的管理者。",
    RUSSIAN: "Вы получили это письмо как владелец команды, которая пользуется этими учётными данными, "
    "или как тот, кто ими управляет.",
}
GONE_MAILS = {
    CHINESE: """\
[WeCom Notify] “ops”收不到消息：机器人不可用
“ops”收不到消息：机器人不可用

企业微信的应答：密钥错误，或机器人已被移出群聊。 (HTTP 200 · errcode 93000 · invalid webhook url)
开始时间：2026-11-22 20:00 CST
有 3 条消息等待发送。消息会保留，机器人恢复应答后立即发出。

处理建议：在群里新建一个机器人（群设置 → 添加群机器人 → 新建），再用“更换密钥”把它的地址填入此凭证。
""",
    RUSSIAN: """\
[WeCom Notify] Робота «ops» больше нет: сообщения не уходят
Робота «ops» больше нет: сообщения не уходят

Ответ WeCom: Ключ неверный, или робота удалили из группы. (HTTP 200 · errcode 93000 · invalid webhook url)
Началось: 2026-11-22 20:00 CST
3 сообщения ждут. Они сохранены и уйдут, как только робот ответит.

Что делать: Создайте в группе нового робота (群设置 → 添加群机器人 → 新建: настройки группы → добавить \
робота → создать) и впишите его адрес в учётные данные кнопкой «Заменить ключ».
""",
}
FAILING_MAILS = {
    CHINESE: """\
[WeCom Notify] “ops”收不到消息：对机器人的调用全部失败
“ops”收不到消息：对机器人的调用全部失败

最近一次调用：连接被拒绝，或网络不可达。
开始时间：2026-11-22 19:30 CST
有 1 条消息等待发送，24 小时内会持续重试。

处理建议：检查服务器的网络和防火墙，或设置 WECOM_PROXY。
""",
    RUSSIAN: """\
[WeCom Notify] Робот «ops» не принимает сообщения: все вызовы завершаются ошибкой
Робот «ops» не принимает сообщения: все вызовы завершаются ошибкой

Последний вызов: В соединении отказано, или сеть недоступна.
Началось: 2026-11-22 19:30 CST
1 сообщение ждёт. Попытки отправить его продлятся 24 часа.

Что делать: Проверьте сеть и брандмауэр этого сервера или задайте WECOM_PROXY.
""",
}
BACK_MAILS = {
    CHINESE: """\
[WeCom Notify] “ops”已恢复接收消息
“ops”已恢复接收消息

中断开始时间：2026-11-22 20:00 CST
等待中的 2 条消息正在陆续发出。
""",
    RUSSIAN: """\
[WeCom Notify] Робот «ops» снова принимает сообщения
Робот «ops» снова принимает сообщения

Сбой начался: 2026-11-22 20:00 CST
2 ожидавших сообщения отправляются.
""",
}
NEW_KEY_MAILS = {
    CHINESE: """\
[WeCom Notify] “ops”已更换密钥
“ops”已更换密钥

中断开始时间：2026-11-22 20:00 CST
等待中的 3 条消息会转到新机器人。
""",
    RUSSIAN: """\
[WeCom Notify] Ключ в «ops» заменён
Ключ в «ops» заменён

Сбой начался: 2026-11-22 20:00 CST
3 ожидавших сообщения уйдут новому роботу.
""",
}


def whole(mails, language, credential):
    address = "https://notify.example.com"
    told = f"{mails[language]}\n{address}/credentials/{credential.pk}/\n"
    return f"{told}\n-- \n{FOOTERS[language]}\n{address}\n"


def mailed(language, now):
    User.objects.update(language=language)
    tell(now=now)
    mail.outbox.clear()
    deliver_mail(now=now + timedelta(minutes=1))
    return f"{mail.outbox[0].subject}\n{mail.outbox[0].body}"


@of_each_language
def test_a_mail_says_what_wecom_answered_and_what_to_do(language, gone, ops):
    assert mailed(language, at(1)) == whole(GONE_MAILS, language, ops)


@of_each_language
def test_a_mail_of_failures_says_what_failed(language, alice, step, owe, ops):
    owe("one")
    lane = owe("held", state="held")[0].lane
    lane.failures, lane.failing_since = 9, at(-1800)
    lane.save()
    send(at(0), NOBODY_ANSWERS, lasts=0)
    assert mailed(language, at(1)) == whole(FAILING_MAILS, language, ops)


@of_each_language
def test_a_mail_says_that_it_works_again(language, gone, ops):
    mailed(language, at(1))
    send(at(1801), lasts=0, goes_on=False)
    assert mailed(language, at(1802)) == whole(BACK_MAILS, language, ops)


@of_each_language
def test_a_mail_says_that_the_key_is_another(language, gone, ops, root):
    mailed(language, at(1))
    ops.replace_key("0123abcd-0000-4000-8000-00000000beef", by=root)
    assert mailed(language, timezone.now()) == whole(NEW_KEY_MAILS, language, ops)


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (1, "1 ожидавшее сообщение удержано. Включите учётные данные, и его можно будет отправить."),
        (3, "3 ожидавших сообщения удержаны. Включите учётные данные, и их можно будет отправить."),
        (11, "11 ожидавших сообщений удержаны. Включите учётные данные, и их можно будет отправить."),
        (21, "21 ожидавшее сообщение удержано. Включите учётные данные, и его можно будет отправить."),
        (105, "105 ожидавших сообщений удержаны. Включите учётные данные, и их можно будет отправить."),
    ],
)
def test_russian_numbers_agree_with_what_they_count(count, told):
    disabled = Transition(kind=Transition.Kind.DISABLED, at=NOON, since=NOON, waiting=count)
    with translation.override(RUSSIAN):
        assert news_of(Letter(transition=disabled, names="ops")).lines[-1] == told

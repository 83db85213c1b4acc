"""What happened to a robot, in words: the same on the page and in an e-mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from credentials.answers import Answer, advice, meaning
from notifications.models import Letter, Transition
from notifications.models.lane import Hold

Kind = Transition.Kind


@dataclass(frozen=True, kw_only=True)
class News:
    """One letter's contents; `href` is the credential's page, without the host."""

    headline: str
    lines: tuple[str, ...]
    advice: str
    href: str
    at: datetime
    is_good: bool


def news_of(letter: Letter) -> News:
    """Say a letter in the current language, and in the current time zone."""
    transition = letter.transition
    told = (_answer(transition), _since(transition), _waiting(transition), _fallbacks(letter))
    return News(
        headline=_headline(transition) % {"name": letter.names},
        lines=tuple(line for line in told if line),
        advice=_advice(transition),
        href=reverse("credential", args=[letter.credential_id])
        if letter.credential_id
        else reverse("queues"),
        at=transition.at,
        is_good=transition.kind in {Kind.CLOSED, Kind.REPLACED},
    )


def mail_of(letters: Sequence[Letter]) -> tuple[str, str]:
    """Return subject and text of the e-mail that holds these letters, in the current language."""
    news = [news_of(letter) for letter in letters]
    if len(news) == 1:
        subject = news[0].headline
    else:
        count = len(news)
        subject = ngettext(
            "%(count)d piece of news of your robots", "%(count)d pieces of news of your robots", count
        ) % {"count": count}
    parts = [_paragraph(each) for each in news]
    why = gettext(
        "You get this mail because you own a team that uses the credential, or because you keep it."
    )
    text = "\n\n\n".join(parts)
    return f"[WeCom Notify] {' '.join(subject.split())}", f"{text}\n\n-- \n{why}\n{settings.BASE_URL}\n"


def _paragraph(news: News) -> str:
    blocks = [news.headline, "\n".join(news.lines), news.advice, f"{settings.BASE_URL}{news.href}"]
    return "\n\n".join(block for block in blocks if block)


def _headline(transition: Transition) -> str:
    if transition.kind == Kind.CLOSED:
        return gettext("“%(name)s” gets messages again")
    if transition.kind == Kind.REPLACED:
        return gettext("“%(name)s” has a new key")
    if transition.kind == Kind.DISABLED:
        return gettext("“%(name)s” was disabled: its robot took nothing for five days")
    if transition.reason == Hold.DEAD_ROBOT:
        return gettext("“%(name)s” gets no messages: its robot is gone")
    return gettext("“%(name)s” gets no messages: every call to its robot fails")


def _answer(transition: Transition) -> str:
    answer = transition.answer
    if answer is None or transition.kind == Kind.CLOSED:
        return ""
    if answer.errcode is not None:
        return gettext("WeCom answered: %(answer)s") % {"answer": _in_words(answer)}
    return gettext("The last call: %(answer)s") % {"answer": _in_words(answer)}


def _in_words(answer: Answer) -> str:
    figures = [f"HTTP {answer.http_status}"] if answer.http_status is not None else []
    figures += [f"errcode {answer.errcode}"] if answer.errcode is not None else []
    figures += [answer.errmsg] if answer.errmsg and not answer.fault else []
    return f"{meaning(answer)} ({' · '.join(figures)})" if figures else str(meaning(answer))


def _since(transition: Transition) -> str:
    moment = date_format(timezone.localtime(transition.since), "Y-m-d H:i T")
    if transition.kind in {Kind.OPENED, Kind.DISABLED}:
        return gettext("Since: %(time)s") % {"time": moment}
    return gettext("It got nothing since: %(time)s") % {"time": moment}


def _waiting(transition: Transition) -> str:
    count = transition.waiting
    return _told_of_waiting(transition, count) % {"count": count} if count else ""


def _told_of_waiting(transition: Transition, count: int) -> str:
    if transition.kind == Kind.CLOSED:
        return ngettext(
            "%(count)d message that waited is on its way.",
            "%(count)d messages that waited are on their way.",
            count,
        )
    if transition.kind == Kind.REPLACED:
        return ngettext(
            "%(count)d message that waited goes to the new robot.",
            "%(count)d messages that waited go to the new robot.",
            count,
        )
    if transition.kind == Kind.DISABLED:
        return ngettext(
            "%(count)d message that waited is held. Enable the credential, and you can send it.",
            "%(count)d messages that waited are held. Enable the credential, and you can send them.",
            count,
        )
    return _told_while_open(transition, count)


def _told_while_open(transition: Transition, count: int) -> str:
    if transition.reason == Hold.DEAD_ROBOT:
        return ngettext(
            "%(count)d message waits. It is kept and goes as soon as the robot answers.",
            "%(count)d messages wait. They are kept and go as soon as the robot answers.",
            count,
        )
    return ngettext(
        "%(count)d message waits. It is tried for 24 hours.",
        "%(count)d messages wait. They are tried for 24 hours.",
        count,
    )


def _fallbacks(letter: Letter) -> str:
    if not letter.fallbacks:
        return ""
    return gettext("The fallback group “%(name)s” was told too.") % {"name": letter.fallbacks}


def _advice(transition: Transition) -> str:
    if transition.kind not in {Kind.OPENED, Kind.DISABLED} or transition.answer is None:
        return ""
    return gettext("What to do: %(advice)s") % {"advice": advice(transition.answer)}

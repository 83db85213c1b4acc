"""Mailing letters: outside any transaction, one e-mail a person, again when the mail server is away."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.utils import translation

from notifications.clockwork.turns import writing
from notifications.models import Letter
from notifications.robot_news import mail_of
from teams.models import User

PEOPLE_AT_ONCE = 20
LETTERS_IN_A_MAIL = 20
CLAIMED_FOR = timedelta(minutes=5)  # longer than a mail server may take
AGAIN_AFTER_AT_MOST = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(hours=24)

log = logging.getLogger(__name__)


def deliver_mail(*, now: datetime) -> int:
    """Mail the letters that are due, those of one person together; return how many people got mail."""
    if not settings.SENDS_MAIL:
        return 0
    waiting = Letter.objects.due(now).order_by("person").values_list("person", flat=True).distinct()
    people = User.objects.in_bulk(list(waiting[:PEOPLE_AT_ONCE]))
    return sum(_mail(person, now=now) for person in people.values())


def _mail(person: User, *, now: datetime) -> bool:
    letters = _claim(person, now=now)
    if not letters:
        return False
    ids = [letter.pk for letter in letters]
    try:
        _message(person, letters).send()
    except Exception:  # whatever it is, the next person is not to wait for it
        log.exception("The mail to %s could not be sent; it is tried again", person.get_username())
        _try_again(letters, now=now)
        return False
    Letter.objects.filter(pk__in=ids).update(mailed_at=now, mail_due_at=None)
    return True


def _claim(person: User, *, now: datetime) -> list[Letter]:
    """Set this person's letters ahead, so that nobody else mails them meanwhile; new ones go along."""
    with writing():
        if not Letter.objects.due(now).filter(person=person).exists():
            return []
        is_new = Q(mail_tries=0, mail_due_at__isnull=False)
        theirs = Letter.objects.filter(Q(mail_due_at__lte=now) | is_new, person=person).order_by("pk")
        found = theirs.select_for_update(skip_locked=True).values_list("pk", flat=True)
        ids = list(found[:LETTERS_IN_A_MAIL])
        claimed = Letter.objects.filter(pk__in=ids)
        claimed.update(mail_due_at=now + CLAIMED_FOR, mail_tries=F("mail_tries") + 1)
    return list(claimed.select_related("transition").order_by("pk"))


def _try_again(letters: Sequence[Letter], *, now: datetime) -> None:
    for letter in letters:
        pause = min(timedelta(minutes=2 ** min(letter.mail_tries, 10) / 2), AGAIN_AFTER_AT_MOST)
        is_over = now - letter.transition.at > GIVE_UP_AFTER
        letter.mail_due_at = None if is_over else now + pause
        letter.save(update_fields=["mail_due_at"])


def _message(person: User, letters: Sequence[Letter]) -> EmailMessage:
    with translation.override(person.language or settings.LANGUAGE_CODE):
        subject, text = mail_of(letters)
    return EmailMessage(subject, text, to=[person.email], headers={"Auto-Submitted": "auto-generated"})

"""Several processes tell and mail at the same time: everybody hears once."""

from __future__ import annotations

import threading

import pytest
from django.core import mail
from django.db import connection

from notifications.delivery.mailing import deliver_mail
from notifications.delivery.telling import tell
from notifications.models import Fallback, Letter, Stoppage
from tests.delivery.clockwork import at


def at_once(errand, times=4):
    """Run an errand in several threads that begin together; return what each made of it."""
    begin, results = threading.Barrier(times), []

    def run():
        begin.wait()
        try:
            results.append(errand())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.django_db(transaction=True)
def test_four_at_once_write_each_letter_and_send_each_mail_once(mail_server, gone, register, shop, root):
    Fallback.choose(shop, register("backup"), by=root)

    assert sum(at_once(lambda: tell(now=at(1)))) == 1
    assert (Letter.objects.count(), Stoppage.objects.count()) == (2, 1)

    assert sum(at_once(lambda: deliver_mail(now=at(62)))) == 2
    assert sorted(each.to[0] for each in mail.outbox) == ["alice@example.com", "root@example.com"]

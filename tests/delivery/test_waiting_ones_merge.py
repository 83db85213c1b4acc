"""Where a queue holds more than it may send now, one message carries all that wait."""

from __future__ import annotations

import pytest

from notifications.models import Delivery
from tests.delivery.clockwork import at, outcome, send, take

pytestmark = pytest.mark.django_db


def content(delivery):
    return delivery.body[delivery.message_type]["content"]


def states(deliveries):
    found = Delivery.objects.filter(pk__in=[each.pk for each in deliveries]).order_by("pk")
    return [(each.state, each.reason, each.carried_by_id) for each in found]


def test_as_many_as_it_may_send_go_one_by_one(owe_news):
    eight = owe_news(*range(8))
    assert take(at(0)).delivery == eight[0]


def test_one_more_and_all_go_in_one_message(owe_news):
    owe_news(*range(9))
    carrier, following = send(at(0))
    assert content(carrier) == (
        '### 9 notifications in one message · <font color="warning">Failed</font> 9\n'
        '> <font color="warning">Failed</font> ×9 · Web #0–#8 · [Open the run](https://ci.example.com/8)'
    )
    assert following is None
    assert (carrier.rank, carrier.event, carrier.step, carrier.state) == (2, None, None, "sent")


def test_what_is_carried_is_sent_when_its_carrier_is_accepted(owe_news):
    nine = owe_news(*range(9))
    carrier = take(at(0)).delivery
    assert states(nine) == [("pending", "", carrier.pk)] * 9
    Delivery.objects.update(reserved_at=None)
    send(at(17), outcome("accepted", http_status=200, errcode=0, errmsg="ok"))
    assert states(nine) == [("sent", "", carrier.pk)] * 9
    assert {(each.errcode, each.sent_at) for each in Delivery.objects.filter(carried_by=carrier)} == {
        (0, at(17.1))
    }


def test_urgent_ones_and_tests_go_first_and_alone(owe_news, owe):
    owe_news(*range(9))
    (urgent,) = owe_news("fire", rank=1)
    (trial,) = owe("try", is_test=True, rank=0)
    first, following = send(at(0))
    assert (first, following.delivery) == (trial, urgent)
    Delivery.objects.filter(pk=urgent.pk).update(state="sent")
    assert Delivery.objects.filter(carried_by=None, state="pending").count() == 9


def test_a_message_from_before_the_queue_knew_how_goes_alone(owe_news, owe):
    (old,) = owe("old")
    news = owe_news(*range(9))
    first, following = send(at(0))
    assert (first, following.delivery.carries.count()) == (old, len(news))


def test_no_more_are_carried_than_one_message_can_tell_quickly(owe_news, monkeypatch):
    monkeypatch.setattr("notifications.delivery.carrying.CARRIED_AT_MOST", 10)
    news = owe_news(*range(25))
    first, following = send(at(0))
    assert [each.pk for each in first.carries.order_by("pk")] == [each.pk for each in news[:10]]
    assert [each.pk for each in following.delivery.carries.order_by("pk")] == [
        each.pk for each in news[10:20]
    ]


def test_another_teams_messages_are_told_apart(owe_news, other):
    ours = owe_news(*range(5))
    theirs = owe_news(*range(5), team=other)
    first, following = send(at(0))
    assert {*first.carries.all()} == {*ours}
    assert following.delivery == theirs[0]


def test_new_ones_go_behind_a_carrier_that_is_tried_again(owe_news):
    owe_news(*range(9))
    carrier, _ = send(at(0), outcome("server_error"), lasts=0)
    late = owe_news("late", now=at(0.5))
    again, following = send(at(1.1))
    assert (again.pk, again.attempts_count) == (carrier.pk, 2)
    assert content(again) == content(carrier)
    assert following.delivery == late[0]


def test_the_link_to_what_is_not_listed_leads_to_the_carrier(owe_news):
    for number in range(90):
        owe_news(number, pipeline_label=f"P{number}")
    carrier = take(at(0)).delivery
    assert content(carrier).endswith(
        f" more not listed: [show all](http://127.0.0.1:8000/deliveries/{carrier.pk}/)"
    )


def test_one_that_holds_makes_its_carrier_hold(owe_news, alice):
    nine = [*owe_news(*range(8)), *owe_news("8", on_ambiguous="hold")]
    carrier, _ = send(at(0), outcome("ambiguous"), lasts=0)
    assert (carrier.state, carrier.reason) == ("held", "ambiguous")
    assert states(nine) == [("held", "ambiguous", carrier.pk)] * 9
    carrier.redeliver(by=alice)
    assert states(nine) == [("pending", "", carrier.pk)] * 9


def test_one_released_by_itself_leaves_its_carrier(owe_news, alice):
    nine = owe_news(*range(9), on_ambiguous="hold")
    send(at(0), outcome("ambiguous"), lasts=0)
    nine[3].refresh_from_db()
    nine[3].redeliver(by=alice)
    assert states(nine[3:4]) == [("pending", "", None)]
    assert Delivery.objects.unsent().count() == 1


def test_many_are_merged_with_as_many_queries_as_few(owe_news, django_assert_max_num_queries):
    owe_news(*range(60))
    with django_assert_max_num_queries(16):
        assert take(at(0)).delivery.carries.count() == 60

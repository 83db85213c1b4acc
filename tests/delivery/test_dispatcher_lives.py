from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.checks import run_checks
from django.db import InterfaceError, OperationalError, connection

from notifications.clockwork import clock
from notifications.delivery import heartbeat, lanes, limits, rounds, sending, settling
from notifications.delivery.dispatcher import Dispatcher
from notifications.delivery.statements import next_alarm
from notifications.models import Delivery, DispatcherHeartbeat, Lane
from notifications.readiness import dispatcher_seen
from tests.delivery.clockwork import at, bell_rings_until, take

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_running_dispatcher_is_seen_and_a_stopped_one_is_not(dispatcher):
    bell_rings_until(lambda: dispatcher_seen(within_seconds=15))
    dispatcher.stop()
    assert not dispatcher_seen(within_seconds=15)
    assert not dispatcher.is_running


def test_one_that_was_silent_for_long_is_not_seen():
    heartbeat.beat(now=clock.now() - timedelta(seconds=20))
    assert not dispatcher_seen(within_seconds=15)
    assert dispatcher_seen(within_seconds=30)


def test_signs_of_life_of_processes_long_gone_are_cleared():
    DispatcherHeartbeat.objects.create(process="old:1", seen_at=at(-90_000))
    heartbeat.beat(now=at(0))
    assert [each.process for each in DispatcherHeartbeat.objects.all()] == [heartbeat.process_name()]


def test_start_and_stop_may_be_called_twice(dispatcher):
    dispatcher.start()
    dispatcher.stop()
    dispatcher.stop()
    dispatcher.start()
    assert dispatcher.is_running


def test_stopping_finishes_the_call_in_flight_and_gives_the_lane_back(wecom, owe, dispatcher):
    wecom.script("latency", seconds=0.3)
    owe("one", "two")
    wecom.wait_for_calls(1)
    dispatcher.stop()
    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == ["sent", "pending"]
    assert Lane.objects.get().lease_until is None


def test_more_lanes_than_threads_are_all_served(wecom, owe, register):
    for number in range(6):
        owe("hello", credential=register(f"{number}"))
    small = Dispatcher(threads=2)
    small.start()
    wecom.wait_for_answers(6)
    small.stop()
    assert Delivery.objects.filter(state="sent").count() == 6


def test_a_fault_while_claiming_does_not_end_it(wecom, owe, monkeypatch):
    claim, faults = lanes.claim, [OperationalError("database is locked")]

    def first_broken(**how):
        if faults:
            raise faults.pop()
        return claim(**how)

    monkeypatch.setattr("notifications.delivery.dispatcher.claim", first_broken)
    owe("hello")
    recovering = Dispatcher(threads=1)
    recovering.start()
    wecom.wait_for_messages(1)
    recovering.stop()


def test_a_fault_while_sending_does_not_end_the_thread(wecom, owe, register, monkeypatch):
    drain, faults = sending.drain, [RuntimeError("a bug")]

    def first_broken(reservation, **how):
        if faults:
            raise faults.pop()
        drain(reservation, **how)

    monkeypatch.setattr("notifications.delivery.dispatcher.drain", first_broken)
    owe("left to its lease")
    owe("goes", credential=register("dev"))
    surviving = Dispatcher(threads=1)
    surviving.start()
    wecom.wait_for_messages(1)
    surviving.stop()


def test_what_came_back_is_written_down_once_the_database_is_there_again(owe, monkeypatch):
    (delivery,) = owe("hello", now=clock.now())
    reservation = lanes.claim(now=clock.now(), limit=1)[0]
    settle, faults = settling.settle, [OperationalError("gone"), OperationalError("gone")]

    def broken_twice(*args, **how):
        if faults:
            raise faults.pop()
        return settle(*args, **how)

    monkeypatch.setattr(settling, "settle", broken_twice)
    monkeypatch.setattr(sending, "PAUSE_SECONDS", 0)
    sending.drain(reservation, goes_on=lambda: True)
    delivery.refresh_from_db()
    assert delivery.state == "sent"


def test_it_does_not_try_for_ever(owe, monkeypatch):
    owe("hello")
    reservation = take(at(0))

    def gone(*_args, **_how):
        raise OperationalError("gone")

    monkeypatch.setattr(settling, "settle", gone)
    monkeypatch.setattr(sending, "SETTLE_FOR_SECONDS", -1)
    with pytest.raises(OperationalError):
        sending.drain(reservation, goes_on=lambda: True)


def test_what_has_no_credential_is_never_posted(owe):
    (delivery,) = owe("hello")
    delivery.credential = None
    with pytest.raises(TypeError):
        sending.post(lanes.Reservation(delivery=delivery, lease_token=1))


def test_a_sign_of_life_that_cannot_be_taken_back_stops_nothing(monkeypatch):
    def gone():
        raise OperationalError("gone")

    monkeypatch.setattr(heartbeat, "stop", gone)
    stubborn = Dispatcher(threads=1)
    stubborn.start()
    stubborn.stop()
    assert not stubborn.is_running


@pytest.mark.parametrize(("alarm", "pause"), [(None, 5), (60, 5), (2, 2), (-3, 0)])
def test_it_sleeps_until_the_next_alarm_and_never_longer_than_five_seconds(alarm, pause):
    moment = None if alarm is None else at(alarm)
    assert rounds.seconds_until(moment, at(0)) == pause


def test_the_next_alarm_of_a_leased_lane_is_the_end_of_its_lease(owe, register):
    assert next_alarm(at(0)) is None
    owe("one")
    take(at(0))
    assert next_alarm(at(1)) == at(16)
    owe("two", credential=register("dev"), now=at(2))
    assert next_alarm(at(2)) == at(2)


RATES = [(8, 11, 0), (18, 1, 0), (9, 11, 1), (0, 11, 1), (8, 0, 1)]


@pytest.mark.parametrize(("burst", "per_minute", "faults"), RATES)
def test_settings_that_could_break_the_limit_stop_the_start(settings, burst, per_minute, faults):
    settings.LANE_BURST, settings.LANE_PER_MINUTE = burst, per_minute
    assert len(limits.check_rate()) == faults


def test_the_check_is_registered_and_says_what_to_set(settings):
    settings.LANE_BURST = 20
    (fault,) = run_checks(tags=["notifications"])
    assert fault.msg == "LANE_BURST=20 and LANE_PER_MINUTE=11 do not keep to 20 calls a minute."
    assert fault.hint == "Set both to 1 or more, together at most 19; 8 and 11 are the default."


def test_a_connection_that_cannot_even_be_closed_ends_no_thread(wecom, owe, monkeypatch):
    claim, wrapper_class = lanes.claim, type(connection.copy())
    close = wrapper_class.close
    lost, broken = [OperationalError("gone")], [InterfaceError("already gone")]

    def claim_once_lost(**how):
        if lost:
            raise lost.pop()
        return claim(**how)

    def close_once_broken(wrapper):
        if broken and not lost:
            raise broken.pop()
        close(wrapper)

    monkeypatch.setattr("notifications.delivery.dispatcher.claim", claim_once_lost)
    monkeypatch.setattr(wrapper_class, "close", close_once_broken)
    owe("hello")
    surviving = Dispatcher(threads=1)
    surviving.start()
    wecom.wait_for_messages(1)
    assert (broken, surviving.is_running) == ([], True)
    surviving.stop()

"""HTTP 200 means nothing: the integer errcode decides, and every answer says what to do next."""

from __future__ import annotations

import json

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from credentials.answers import Answer, Fault, Outcome, advice, judge, meaning
from credentials.explanations import BY_ERRCODE

CAPTURED = (
    "invalid webhook url, hint: [1755605200056773468916791], from ip: 203.0.113.7, "
    "more info at https://open.work.weixin.qq.com/devtool/query?e=93000"
)


def said(errcode, errmsg="", status=200):
    return judge(status, json.dumps({"errcode": errcode, "errmsg": errmsg}).encode())


def test_the_documented_success_is_accepted():
    answer = judge(200, b'{"errcode":0,"errmsg":"ok"}')

    assert answer == Answer(outcome=Outcome.ACCEPTED, http_status=200, errcode=0, errmsg="ok")


def test_a_success_with_a_warning_is_accepted():
    assert said(0, "ok. Warning: wrong json format. ").outcome == Outcome.ACCEPTED


def test_hint_address_and_link_leave_the_message():
    answer = said(93000, CAPTURED)

    assert answer.errmsg == "invalid webhook url"
    assert answer.hint == "1755605200056773468916791"
    assert "203.0.113.7" not in str(answer)


def test_a_warning_in_front_stays():
    answer = said(40008, f"Warning: wrong json format. {CAPTURED}")

    assert answer.errmsg == "Warning: wrong json format. invalid webhook url"


def test_an_echoed_key_is_blanked():
    answer = said(40058, "bad url /cgi-bin/webhook/send?key=693a91f6-7aaa-4bc4-97a0-0ec2d1fa5aaa")

    assert answer.errmsg == "bad url /cgi-bin/webhook/send?key=••••"


def test_a_long_message_is_cut_and_invisible_characters_go():
    answer = said(40058, "a\x00\n\u202e" + "字" * 1000)

    assert answer.errmsg == "a " + "字" * 298


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"ok",
        b"<html></html>",
        b"[]",
        b"{}",
        b"null",
        b'{"errcode":"0"}',
        b'{"errcode":0.0}',
        b'{"errcode":false}',
        b'{"errcode":null}',
        b'{"errcode":99999999999999999999}',
        b'{"errcode":0',
        b"\xff\xfe{}",
        b"[" * 16000,
    ],
)
def test_what_holds_no_integer_errcode_is_unreadable(body):
    answer = judge(200, body)

    assert (answer.outcome, answer.errcode) == (Outcome.UNREADABLE, None)


@pytest.mark.parametrize("status", [201, 204, 302, 400, 401, 403, 413, 415])
def test_another_status_is_never_accepted(status):
    assert said(0, "ok", status=status).outcome == Outcome.REFUSED


@given(st.integers(100, 599), st.binary(max_size=200))
def test_no_answer_at_all_raises_or_passes_for_accepted(status, body):
    answer = judge(status, body)

    assert answer.outcome != Outcome.ACCEPTED
    assert str(meaning(answer))
    assert str(advice(answer))


@pytest.mark.parametrize("errcode", sorted(BY_ERRCODE))
def test_each_known_code_has_its_own_meaning_and_a_next_step(errcode):
    answer = said(errcode)

    assert meaning(answer) == BY_ERRCODE[errcode].meaning
    assert str(advice(answer)).endswith((".", "。"))


@pytest.mark.parametrize("fault", list(Fault))
def test_each_fault_of_ours_has_its_own_meaning_and_a_next_step(fault):
    answer = Answer.of_fault(Outcome.NOT_SENT, fault)

    assert meaning(answer) == fault.label
    assert str(advice(answer)).endswith(".")


def test_the_four_faults_of_keys_say_different_things():
    faults = [
        Fault.KEYRING_MISSING,
        Fault.KEYRING_UNREADABLE,
        Fault.KEY_MISSING,
        Fault.WRONG_KEY,
        Fault.TAMPERED,
    ]

    assert len({str(fault.label) for fault in faults}) == len(faults)


def test_an_unknown_code_shows_what_to_read():
    assert meaning(said(12345, "what")) == "WeCom refused the message."
    assert advice(said(12345, "what")) == "Read WeCom's own words, correct the step and send a test."


def test_the_words_follow_the_language_of_the_page():
    with translation.override("en"):
        assert str(meaning(said(93000))) == "The key is wrong, or the robot was removed from its group."

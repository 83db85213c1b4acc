from __future__ import annotations

import io
import logging

import pytest

from sealing import RedactingFormatter, Secret

pytestmark = pytest.mark.asvs("V16.2.5")

KEY = "693a91f6-7aaa-4bc4-97a0-0ec2f00d7c2f"
URL = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"


@pytest.fixture
def log():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(RedactingFormatter("{levelname} {message}", style="{"))
    logger = logging.getLogger("tests.sealing.lines")
    logger.propagate = False
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)
    yield logger, stream
    logger.removeHandler(handler)


def fail(error):
    raise error


def test_message_and_arguments_are_redacted(log):
    logger, stream = log
    logger.info("posting to %s with %r", URL, {"key": KEY})
    assert stream.getvalue() == (
        "INFO posting to https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=•••• with {'key': '••••'}\n"
    )


def test_a_live_secret_is_redacted_in_message_arguments_and_exception(log):
    logger, stream = log
    secret = Secret("a plain word")
    try:
        fail(ValueError(secret.reveal()))
    except ValueError:
        logger.exception("it was %s", secret.reveal())
    assert "a plain word" not in stream.getvalue()
    assert stream.getvalue().startswith("ERROR it was ••••\nTraceback (most recent call last):\n")
    assert stream.getvalue().endswith("ValueError: ••••\n")


def test_chained_exceptions_and_notes_are_redacted(log):
    logger, stream = log
    try:
        try:
            fail(ConnectionError(URL))
        except ConnectionError as error:
            error.add_note(f"asked {URL}")
            raise RuntimeError("outer") from error
    except RuntimeError:
        logger.exception("failed")
    assert KEY not in stream.getvalue()
    assert stream.getvalue().count("send?key=••••") == 2


def test_the_stack_is_redacted(log):
    logger, stream = log
    logger.info("here", stack_info=True); KEY_IN_SOURCE = "?key=0123456789"  # fmt: skip  # noqa: E702, F841, N806
    assert "Stack (most recent call last):" in stream.getvalue()
    assert "0123456789" not in stream.getvalue()


def test_what_is_kept_in_the_record_for_other_formatters_is_redacted_too(log):
    formatter = RedactingFormatter("{message}", style="{")
    try:
        fail(ConnectionError(URL))
    except ConnectionError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", None, info)
    formatter.format(record)
    assert KEY not in record.exc_text


def test_another_layout_is_redacted_too():
    class Shouting(RedactingFormatter):
        def compose(self, record):
            return record.getMessage().upper()

    record = logging.LogRecord("x", logging.INFO, __file__, 1, "posting to %s", (URL,), None)
    assert Shouting().format(record) == "POSTING TO HTTPS://QYAPI.WEIXIN.QQ.COM/CGI-BIN/WEBHOOK/SEND?KEY=••••"


@pytest.mark.asvs("V16.4.1")
def test_a_stranger_cannot_start_a_new_line_or_speak_to_the_terminal(log):
    logger, stream = log
    logger.info("branch %s", "a\nINFO forged\r\x1b[31m\x9b\u2028end\tof it")
    assert stream.getvalue() == "INFO branch a\\nINFO forged\\r\\x1b[31m\\x9b\\u2028end\tof it\n"


def test_an_exception_keeps_its_lines(log):
    logger, stream = log
    try:
        fail(ValueError("two\nlines"))
    except ValueError:
        logger.exception("failed")
    assert stream.getvalue().endswith("ValueError: two\nlines\n")

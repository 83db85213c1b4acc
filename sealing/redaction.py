"""Hide secrets in everything that is logged: those alive in this process, and what looks like one."""

from __future__ import annotations

import logging
import re
from typing import Any

from sealing.secret import MASK, live_secrets

_VALUE = r"""[^\s&#"'<>\\,;()\[\]{}•]"""

# Each pattern keeps its first group and hides what follows it.
_PATTERNS = (
    # key=… in a query, plain, escaped for HTML or JSON, or URL-encoded
    re.compile(rf"((?:[?&;]|%3F|%26|%253F|%2526|\\u0026)key(?:=|%3D|%253D|\\u003d)){_VALUE}+", re.IGNORECASE),
    # key=… and "key": "…" standing alone, when as long as a robot's key
    re.compile(r"""((?<![\w-])key(?:=|%3D)["']?)[\w%-]{16,}""", re.ASCII | re.IGNORECASE),
    re.compile(r"""(["']key["']\s*:\s*["'])[\w%-]{16,}""", re.ASCII | re.IGNORECASE),
    # access tokens of this product, cut ones too
    re.compile(r"(wcn_)[0-9A-Za-z]{4,}", re.ASCII),
    # sealed tokens: a ciphertext is nobody's business either
    re.compile(r"(wv1\.[hs]\.[0-9a-f]{16}\.)[\w-]+", re.ASCII),
    # headers that authenticate, as sent, as in a dict, as in WSGI's environment
    re.compile(
        r"""((?<![a-z0-9])(?:proxy[-_])?(?:authorization|x[-_][a-z_-]*(?:token|signature|secret)[a-z0-9_-]*|(?:set-)?cookie)"""
        r"""["']?\s*[:=,]\s*b?["']?(?:(?:bearer|basic|token|digest)\s+)?)(?![•\s])[^\r\n"'\\•]+""",
        re.IGNORECASE,
    ),
    re.compile(r"""(\bbearer\s+)[\w.~+/=-]{16,}""", re.ASCII | re.IGNORECASE),
    # the secret at the end of a hook's address: /hooks/<source>/<id>/<secret>
    re.compile(r"""(/hooks/[^/\s"'?#]+/[^/\s"'?#]+/)[^/\s"'?#<>\\•]+"""),
)

# What would start a new line in a log, or speak to the terminal that shows it.
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if code != ord("\t")}
_CONTROLS |= {ord("\n"): "\\n", ord("\r"): "\\r", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def redact(text: str) -> str:
    """Return the text without secrets: live ones in any spelling, robot keys, tokens, hook secrets."""
    for secret in live_secrets():
        text = secret.hide_in(text)
    for pattern in _PATTERNS:
        text = pattern.sub(rf"\1{MASK}", text)
    return text


class RedactingFormatter(logging.Formatter):
    """Format log records without secrets: message, arguments, exception and stack alike.

    A subclass with another layout overrides `compose`; what that returns is redacted too.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's text, redacted."""
        return redact(self.compose(record))

    def compose(self, record: logging.LogRecord) -> str:
        """Lay the record out; not yet redacted."""
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 -- logging's name
        """Keep a message on its line: names and commit texts are written by strangers."""
        return super().formatMessage(record).translate(_CONTROLS)

    def formatException(self, ei: Any) -> str:  # noqa: N802 -- logging's name
        """Redact at once: logging keeps this text in the record, where other formatters find it."""
        return redact(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802 -- logging's name
        return redact(super().formatStack(stack_info))

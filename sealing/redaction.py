"""Hide secrets in everything that is logged: those alive in this process, and what looks like one."""

from __future__ import annotations

import logging
import re
from typing import Any

from sealing.disguises import SHORTEST_HIDDEN
from sealing.secret import MASK, live_secrets

# A quote as written, or escaped once or more inside JSON.
_QUOTE = r"""(?:(?<!\\)\\*["'])"""
_AUTHENTICATING_HEADER = (
    r"(?<![a-z0-9])(?:(?:proxy[-_])?authorization|(?:set[-_])?cookie"
    r"|x[-_][a-z_-]{0,40}?(?:token|signature|secret)[a-z0-9_-]{0,40})"
)
_TELLTALE = r"(?:(?:access_|private_|secret_)?token|secret|password|sign|signature)"

# Each pattern keeps its first group and hides what follows. Their cost is linear in the text's length,
# and what they leave of a JSON text is still JSON: none eats a quote or a backslash.
_PATTERNS = (
    # headers that authenticate: as sent, as in a dict or a list of pairs, as in WSGI's environment
    re.compile(
        rf"({_AUTHENTICATING_HEADER}(?:{_QUOTE}[ \t]*,|{_QUOTE}?[ \t]*[:=])[ \t]*(?:b?{_QUOTE})?"
        r"""(?:(?:bearer|basic|token|digest)[ \t]+)?)[^\r\n"'\\]+""",
        re.IGNORECASE,
    ),
    re.compile(r"(\bbearer\s+)[\w.~+/=-]{16,}", re.ASCII | re.IGNORECASE),
    # key=… in a query, and the names others use: plain, escaped for HTML or JSON, URL-encoded
    re.compile(
        rf"((?:[?&;]|%(?:25)?(?:3F|26)|\\u0026)(?:key|{_TELLTALE})(?:=|%(?:25)?3D|\\u003d))"
        r"""[^\s&#"'<>\\,;()\[\]{}]+""",
        re.IGNORECASE,
    ),
    # key=… and "key": "…" standing alone, if as long as a robot's key
    re.compile(
        rf"((?<![\w-])key(?:=|%3D|{_QUOTE}\s*:\s*)(?:b?{_QUOTE})?)[\w%-]{{16,}}", re.ASCII | re.IGNORECASE
    ),
    # "password": "…" and its like, as sources of hooks send them
    re.compile(rf"""({_QUOTE}{_TELLTALE}{_QUOTE}\s*:\s*b?{_QUOTE})[^"'\\]+""", re.IGNORECASE),
    # access tokens of this product, cut ones too
    re.compile(r"(wcn_)[0-9A-Za-z]{4,}", re.ASCII),
    # sealed tokens: a ciphertext is nobody's business either
    re.compile(r"(wv1\.[hs]\.[0-9a-f]{16}\.)[\w-]+", re.ASCII),
    # the secret at the end of a hook's address: /hooks/<source>/<id>/<secret>
    re.compile(r"""(/hooks/[^/\s"'?#\\]+/[^/\s"'?#\\]+/)[^/\s"'?#<>\\]+"""),
)

# What would start a new line in a log, or speak to the terminal that shows it.
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}
_CONTROLS |= {9: "\t", 10: "\\n", 13: "\\r", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def redact(text: str) -> str:
    """Return the text without secrets: live ones in any spelling, robot keys, tokens, hook secrets."""
    if len(text) < SHORTEST_HIDDEN:
        return text
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

r"""How Gitee proves that a webhook is its own.

Signature mode: `X-Gitee-Token` = base64(HMAC-SHA256(key=secret, message=timestamp + "\n" + secret)), raw or
URL-encoded, with `X-Gitee-Timestamp` in milliseconds. Password mode: `X-Gitee-Token` is the secret itself.
Source: help.gitee.com, "WebHook 密钥验证和验证算法". The body is not signed.
"""

from __future__ import annotations

import base64
import hmac
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

from django.utils.translation import gettext

from notifications.sources.source import NotAuthentic, Request
from sealing.secret import Secret

TOKEN_HEADER = "x-gitee-token"  # noqa: S105  # nosec B105  # the header's name
TIMESTAMP_HEADER = "x-gitee-timestamp"
WINDOW = timedelta(hours=1)
_MILLISECONDS = re.compile(r"[0-9]{1,15}", re.ASCII)


def verify(request: Request, secret: Secret, now: datetime) -> None:
    """Check the password or the signature in constant time.

    Raises:
        NotAuthentic: without a token, with a wrong one, or with a timestamp over an hour from `now`.
    """
    token = request.headers.get(TOKEN_HEADER, "")
    if not token:
        raise NotAuthentic(gettext("X-Gitee-Token is missing: enter the hook's secret in Gitee's form."))
    timestamp = request.headers.get(TIMESTAMP_HEADER, "")
    is_password = _equal(token, secret.reveal())
    is_signature = _equal(unquote(token), signature(timestamp, secret))
    if is_password:
        return
    if not is_signature:
        raise NotAuthentic(gettext("X-Gitee-Token does not fit this hook's secret: enter it in Gitee again."))
    sent_at = moment(timestamp)
    if sent_at is None or abs(now - sent_at) > WINDOW:
        raise NotAuthentic(
            gettext("X-Gitee-Timestamp is over an hour from this server's clock: check both clocks.")
        )


def signature(timestamp: str, secret: Secret) -> str:
    """Return what Gitee signs a moment with, base64 and not URL-encoded."""
    key = secret.reveal().encode()
    message = timestamp.encode(errors="replace") + b"\n" + key
    return base64.b64encode(hmac.digest(key, message, "sha256")).decode()


def moment(timestamp: str) -> datetime | None:
    """Return a timestamp in milliseconds as a time; None for any other text."""
    if not _MILLISECONDS.fullmatch(timestamp):
        return None
    try:
        return datetime.fromtimestamp(int(timestamp) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _equal(given: str, wanted: str) -> bool:
    # As bytes: compare_digest refuses texts that are not ASCII, and a header may hold anything.
    return hmac.compare_digest(given.encode(errors="replace"), wanted.encode())

"""How a setting's text becomes a value, and the sentence when it cannot."""

from __future__ import annotations

import ipaddress
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

# Everything a page needs comes from its own host, and nothing of it is inline.
CONTENT_SOURCES = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF],
    "connect-src": [SELF],
    "font-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
NO_BROKER = (
    "CELERY_BROKER_URL is empty: set it to the broker's address, such as redis://host:6379/0 or "
    "amqp://user:password@host:5672// , or deliver without Celery by  manage.py worker ."
)


def is_loopback(host: str) -> bool:
    """Tell whether a bind address is reachable from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def data_dir(given: str) -> Path:
    """Return the data folder, made when it is missing and readable by its owner alone.

    Raises:
        ImproperlyConfigured: when it cannot be made.
    """
    folder = Path(given).resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        fault = f"which cannot be made ({error.strerror})"
        msg = f"DATA_DIR is {folder}, {fault}. Set it to a folder of this account."
        raise ImproperlyConfigured(msg) from error
    return folder


def secret_key(given: str, *, debug: bool, folder: Path) -> str:
    """Return Django's secret key; in development make one in the data folder once.

    Raises:
        ImproperlyConfigured: outside DEBUG when none is given.
    """
    if given:
        return given
    if not debug:
        msg = (
            "SECRET_KEY is not set: put a long random value into the environment or .env, for example the "
            "output of  python3 -c 'import secrets; print(secrets.token_urlsafe(50))'."
        )
        raise ImproperlyConfigured(msg)
    file = folder / "development_secret_key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()


def origin(base_url: str) -> str:
    """Return scheme and host of the address people use.

    Raises:
        ImproperlyConfigured: when it is no http or https address.
    """
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        msg = (
            f"BASE_URL is {base_url!r}: set it to the address people use, such as https://notify.example.com."
        )
        raise ImproperlyConfigured(msg)
    return f"{parts.scheme}://{parts.netloc}"


def sender_address(base_url: str) -> str:
    """Return the address that mail comes from unless one is set."""
    return f"WeCom Notify <wecom-notify@{urlsplit(origin(base_url)).hostname}>"


def allowed_hosts(base_url: str, more: list[str]) -> list[str]:
    """Return the host names the pages answer to; loopback serves health checks and the simulator."""
    host = urlsplit(origin(base_url)).hostname
    return [*dict.fromkeys([str(host), "127.0.0.1", "localhost", *more])]


def endpoints(text: str, *, loopback: str) -> dict[str, str]:
    """Return the WeCom base URLs by slug.

    Raises:
        ImproperlyConfigured: for an entry that is not `slug=https://host`, or a loopback one that is not
            `http://127.0.0.1:port`.
    """
    found: dict[str, str] = {}
    for entry in filter(None, (part.strip() for part in text.split(","))):
        slug, _, url = entry.partition("=")
        parts = urlsplit(url)
        if not slug or parts.scheme != "https" or not parts.hostname or parts.username or parts.query:
            msg = f"WECOM_ENDPOINTS has {entry!r}: write slug=https://host, entries separated by commas."
            raise ImproperlyConfigured(msg)
        found[slug.strip()] = url.rstrip("/")
    if loopback:
        parts = urlsplit(loopback)
        if parts.scheme != "http" or parts.hostname != "127.0.0.1" or parts.path.strip("/"):
            msg = f"WECOM_LOOPBACK_ENDPOINT is {loopback!r}: only http://127.0.0.1:<port> is accepted."
            raise ImproperlyConfigured(msg)
        found["loopback"] = loopback.rstrip("/")
    return found


def logging(log_format: str) -> dict[str, Any]:
    """Return Django's LOGGING: one stream, redacted in the formatter, text or JSON."""
    formatters = {
        "text": {
            "()": "sealing.redaction.RedactingFormatter",
            "fmt": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "json": {"()": "wecomnotify.logs.JsonFormatter"},
    }
    if log_format not in formatters:
        msg = f"LOG_FORMAT is {log_format!r}: set it to text or json."
        raise ImproperlyConfigured(msg)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": formatters,
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": log_format}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        # urllib3 prints whole URLs at DEBUG, and a robot's URL is its key.
        "loggers": {"urllib3": {"level": "ERROR"}, "django": {"handlers": [], "propagate": True}},
    }

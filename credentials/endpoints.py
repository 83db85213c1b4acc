"""The WeCom base URLs an operator configured: a host is never user data."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from credentials.peers import Reach

LOOPBACK = "loopback"
PUBLIC = "public"
SEND_PATH = "/cgi-bin/webhook/send"
TENCENT = ".weixin.qq.com"


class UnknownEndpointError(LookupError):
    """No endpoint of this name is configured."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"No endpoint is called {slug}: add it to WECOM_ENDPOINTS.")


def base_url(slug: str) -> str:
    """Return an endpoint's base URL.

    Raises:
        UnknownEndpointError: when no endpoint of this name is configured.
    """
    try:
        return str(settings.WECOM_ENDPOINTS[slug])
    except KeyError:
        raise UnknownEndpointError(slug) from None


def default_slug() -> str:
    """Return the endpoint of a bare key: the public one where it is configured, else the first."""
    slugs = list(settings.WECOM_ENDPOINTS)
    return PUBLIC if PUBLIC in slugs else str(slugs[0])


def reach(slug: str) -> Reach:
    """Tell where an endpoint's robots live: Tencent's on the internet, a private deployment's maybe not."""
    if slug == LOOPBACK:
        return Reach.LOOPBACK
    host = urlsplit(base_url(slug)).hostname or ""
    return Reach.INTERNET if slug == PUBLIC or host.endswith(TENCENT) else Reach.INTRANET

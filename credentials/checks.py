"""What can be wrong with the settings of this room, said before the server starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from sealing.errors import KeyringMissing, SealingError
from sealing.keyring import Keyring


@register(Tags.security, deploy=True)
def keyring_is_there(**kwargs: Any) -> list[CheckMessage]:
    """Miss a keyring only where it is asked for: the first commands on a new machine come before it."""
    try:
        Keyring.at(settings.KEYRING_FILE)
    except KeyringMissing:
        return [
            Error(
                f"There is no keyring at {settings.KEYRING_FILE}.",
                hint="Make one with: manage.py keyring init",
                id="credentials.E001",
            )
        ]
    except SealingError:
        pass  # there, and E002 says what is wrong with it
    return []


@register(Tags.security)
def keyring_is_sound(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a keyring that is damaged, open to others or holds another key than it says."""
    try:
        Keyring.at(settings.KEYRING_FILE)
    except KeyringMissing:
        return []
    except SealingError as error:
        return [Error("The keyring cannot be used.", hint=str(error), id="credentials.E002")]
    return []


@register(Tags.security)
def authority_is_there(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a WECOM_CA_BUNDLE that does not exist: no message could be sent."""
    bundle = settings.WECOM_CA_BUNDLE
    if not bundle or Path(bundle).exists():
        return []
    return [
        Error(
            f"WECOM_CA_BUNDLE names {bundle}, which does not exist.",
            hint="Point it at a PEM file with the authority's certificate, or leave it empty.",
            id="credentials.E003",
        )
    ]


@register(Tags.security)
def proxy_is_an_address(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a WECOM_PROXY that is no http proxy's address; it may hold a password and is not repeated."""
    proxy = settings.WECOM_PROXY
    parts = urlsplit(proxy)
    if not proxy or (parts.scheme == "http" and parts.hostname):
        return []
    return [
        Error(
            "WECOM_PROXY is no address of an http proxy.",
            hint="Write it as http://proxy.example.com:3128, or leave it empty.",
            id="credentials.E004",
        )
    ]


@register(Tags.security)
def an_endpoint_is_there(**kwargs: Any) -> list[CheckMessage]:
    """Refuse to run without any endpoint: no robot could be reached."""
    if settings.WECOM_ENDPOINTS:
        return []
    return [
        Error(
            "WECOM_ENDPOINTS is empty.",
            hint="Leave it unset for WeCom itself, or write slug=https://host.",
            id="credentials.E005",
        )
    ]

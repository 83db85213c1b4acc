"""What people paste: a robot's whole address, or its key alone; only the key and the endpoint are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credentials import endpoints
from sealing.secret import Secret
from teams.punctuation import listed

KEY = re.compile(r"[A-Za-z0-9_-]{8,128}", re.ASCII)
INPUT_MAX_CHARACTERS = 2000
LOOKS_LIKE_AN_ADDRESS = re.compile(r"[:/?=.\\@]")
UNPRINTABLE_OR_ODD = re.compile(r"[^\x21-\x7e]|\\")
UUID_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
LOOKS_LIKE_A_KEY = re.compile(rf"[?&]key=|{UUID_KEY.pattern}", re.IGNORECASE)
UNUSED_PARAMETERS = frozenset({"debug", "save", "timestamp", "t", "_"})


class WebhookError(ValueError):
    """What was pasted is no robot's address or key; the sentence says why and never repeats it."""


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """A robot's key and the slug of the endpoint it belongs to."""

    endpoint: str
    key: Secret

    @property
    def looks_usual(self) -> bool:
        """Tell whether the key is a UUID, as WeCom's are; others are worth a test, not a refusal."""
        return UUID_KEY.fullmatch(self.key.reveal()) is not None


def holds_a_key(text: str) -> bool:
    """Tell whether a text that others will read looks as if a robot's key stood in it."""
    return LOOKS_LIKE_A_KEY.search(text) is not None


def refuse_keys(text: str) -> None:
    """Accept only texts without a key; for names and descriptions, where a mistaken paste would show it."""
    if holds_a_key(text):
        raise ValidationError(
            gettext_lazy("A robot's key stands here, and others could read it. Write something else.")
        )


def parse(pasted: Secret) -> Webhook:
    """Read a robot's whole address or its bare key.

    Raises:
        WebhookError: with a sentence for the person who pasted it.
    """
    text = pasted.reveal().strip()
    if not text:
        raise WebhookError(_("Paste the robot's webhook address, or its key."))
    if len(text) > INPUT_MAX_CHARACTERS:
        raise WebhookError(_("This is too long for a webhook address. Copy it again from the robot's page."))
    if not LOOKS_LIKE_AN_ADDRESS.search(text):
        return Webhook(endpoint=endpoints.default_slug(), key=_key(text))
    if UNPRINTABLE_OR_ODD.search(text):
        raise WebhookError(
            _("A webhook address holds no spaces, backslashes or unusual characters. Copy it again.")
        )
    return _address(text)


def _address(text: str) -> Webhook:
    """Match the text against the configured endpoints literally: nothing here is resolved or guessed."""
    address, _mark, query = text.partition("?")
    query = query.partition("#")[0]
    for slug, base in settings.WECOM_ENDPOINTS.items():
        if _same_place(address, f"{base}{endpoints.SEND_PATH}"):
            return Webhook(endpoint=slug, key=_key_in(query))
    raise WebhookError(_why_unknown(address))


def _same_place(address: str, expected: str) -> bool:
    """Compare two addresses exactly but for the case of scheme and host."""
    scheme_and_host = len("/".join(expected.split("/")[:3]))
    head, tail = address[:scheme_and_host], address[scheme_and_host:]
    return head.lower() == expected[:scheme_and_host].lower() and tail == expected[scheme_and_host:]


def _why_unknown(address: str) -> str:
    hosts = sorted({urlsplit(base).netloc for base in settings.WECOM_ENDPOINTS.values()})
    start = re.match(r"(?i)(https?)://([^/]*)", address)
    if start is None:
        return _("The address must start with https:// and hold the whole webhook address. Copy it again.")
    if start[2].lower() not in hosts:
        return _(
            "This address does not belong to a configured WeCom endpoint (%(hosts)s). "
            "Copy the robot's own webhook address, or ask the operator to add the endpoint."
        ) % {"hosts": listed(hosts)}
    if start[1].lower() == "http":
        return _("The address must start with https://. Copy it again from the robot's page.")
    return _("The address must go on with %(path)s?key=… after the host. Copy it again.") % {
        "path": endpoints.SEND_PATH
    }


def _key_in(query: str) -> Secret:
    """Take the one `key` out of an address; `debug=1` and cache busters beside it are dropped."""
    pairs = [part.partition("=") for part in query.split("&") if part]
    keys = [value for name, _equals, value in pairs if name == "key"]
    if not any(keys):
        raise WebhookError(_("The address has no key: it must end with ?key=… as the robot's page shows it."))
    if len(keys) > 1:
        raise WebhookError(_("The address has more than one key. Paste one robot's address."))
    if any(name not in {"key", *UNUSED_PARAMETERS} for name, _equals, _value in pairs):
        raise WebhookError(
            _("The address has parts that do not belong to it. It must end with ?key=… alone.")
        )
    if LOOKS_LIKE_AN_ADDRESS.search(keys[0]):
        raise WebhookError(_("An address stands where the key belongs. Paste the robot's address once."))
    return _key(keys[0])


def _key(text: str) -> Secret:
    if not KEY.fullmatch(text):
        raise WebhookError(
            _("The key must have 8 to 128 letters, digits, hyphens or underscores. Copy it again.")
        )
    return Secret(text)

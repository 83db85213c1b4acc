from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from typing import Any

from simulator.decoding import text_in
from simulator.replies import Refused

IMAGE_MAX_BYTES = 2 * 1024 * 1024
_IMAGE_MAGICS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def check_image(fields: dict[str, Any]) -> None:
    """Raise Refused 40009 for what is no JPG or PNG of at most 2 MiB, 301019 for a wrong MD5."""
    try:
        image = base64.b64decode(text_in(fields, "base64"), validate=True)
    except (binascii.Error, ValueError):
        image = b""
    if not 0 < len(image) <= IMAGE_MAX_BYTES:
        raise Refused(40009, "invalid image size")
    if hashlib.md5(image, usedforsecurity=False).hexdigest() != text_in(fields, "md5").lower():
        raise Refused(301019, "media md5 not match")
    if not image.startswith(_IMAGE_MAGICS):
        raise Refused(40009, "invalid image size")


def check_media_id(fields: dict[str, Any], owns_media: Callable[[str], bool]) -> None:
    """Raise Refused 41006 without a media_id, 40007 for one this robot did not upload in three days."""
    media_id = text_in(fields, "media_id")
    if not media_id:
        raise Refused(41006, "media_id missing")
    if not owns_media(media_id):
        raise Refused(40007, "invalid media_id")

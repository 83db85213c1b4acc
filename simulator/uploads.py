from __future__ import annotations

import re
from dataclasses import dataclass

from simulator.calls import Call
from simulator.replies import Refused
from simulator.robot import RobotState, check_key

FILE_MAX_BYTES = 20 * 1024 * 1024
VOICE_MAX_BYTES = 2 * 1024 * 1024
FILE_LONGER_THAN_BYTES = 5
MEDIA_LIFE_SECONDS = 3 * 24 * 3600
_BOUNDARY = re.compile(r'boundary="?([^";]+)"?', re.IGNORECASE)
_FILE_NAME = re.compile(rb'filename\*?="?([^"\r\n;]*)"?', re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Upload:
    media_type: str
    name: str
    size: int


def accept_upload(call: Call, *, state: RobotState) -> Upload:
    """Judge one call of /cgi-bin/webhook/upload_media by the protocol notes, §10.2, or raise Refused."""
    name, content = _first_file(call)
    if not content:
        raise Refused(44001, "empty media data")
    check_key(state)
    media_type = call.parameter("type")
    if media_type not in {"file", "voice"}:
        raise Refused(40005, "invalid file type")
    most = VOICE_MAX_BYTES if media_type == "voice" else FILE_MAX_BYTES
    if not FILE_LONGER_THAN_BYTES < len(content) <= most:
        raise Refused(40006, "invalid file size")
    if media_type == "voice" and not content.startswith(b"#!AMR"):
        raise Refused(301017, "voice file only support amr like this")
    return Upload(media_type=media_type, name=name, size=len(content))


def _first_file(call: Call) -> tuple[str, bytes]:
    """Return name and content of the first file part; the part's own name does not matter to WeCom."""
    boundary = _BOUNDARY.search(call.headers.get("content-type", ""))
    if boundary is None:
        return "", b""
    for part in call.body.split(b"--" + boundary.group(1).encode())[1:]:
        head, _, content = part.partition(b"\r\n\r\n")
        name = _FILE_NAME.search(head)
        if name:
            return name.group(1).decode(errors="replace"), content.removesuffix(b"\r\n")
    return "", b""

"""Looking for one key, in every spelling, in whatever the product shows or keeps."""

from __future__ import annotations

import base64
import json
from collections import Counter, defaultdict
from urllib.parse import quote


def spellings(key: str) -> dict[str, str]:
    """Return the key as it could turn up; the last four characters may be shown, the last eight not."""
    raw = key.encode()
    percent = "".join(f"%{byte:02x}" for byte in raw)
    # In a longer text it starts at any of three places within a group; its borders depend on its neighbours.
    shifted = [base64.b64encode(b"\0" * offset + raw).decode()[4:-4] for offset in range(3)]
    return {
        "plain": key,
        "in capitals": key.upper(),
        "without hyphens": key.replace("-", ""),
        "its beginning": key[:18],
        "its last eight": key[-8:],
        "percent-encoded": percent,
        "percent-encoded in capitals": percent.upper().replace("%X", "%x"),
        "percent-encoded twice": quote(percent),
        "hexadecimal": raw.hex(),
        "hexadecimal in capitals": raw.hex().upper(),
        "escaped for JSON": json.dumps("".join(f"\\u{byte:04x}" for byte in raw))[1:-1].replace("\\\\", "\\"),
        "escaped for HTML": "".join(f"&#{byte};" for byte in raw),
    } | {f"base64 at {offset}": text for offset, text in enumerate(shifted)}


class Witness:
    """Look at texts as they pass; `leaks` says what was found where, `looks` how much was seen."""

    def __init__(self, key: str) -> None:
        self.spellings = spellings(key)
        self.as_bytes = {name: text.encode() for name, text in self.spellings.items()}
        self.leaks: dict[str, list[str]] = defaultdict(list)
        self.looks: Counter[str] = Counter()

    def look(self, surface: str, where: str, content: str | bytes) -> None:
        """Look at one text or some bytes of a surface such as "pages"."""
        forms = self.spellings if isinstance(content, str) else self.as_bytes
        self.looks[surface] += 1
        self.leaks[surface] += [f"{where}: {name}" for name, form in forms.items() if form in content]

    def look_at_response(self, surface: str, where: str, response) -> None:
        """Look at an answer's headers, cookies and body, a streamed one too."""
        head = f"{dict(response.headers)} {response.cookies.output()}"
        self.look(surface, where, f"{head}\n{response.getvalue().decode()}")

"""See that a planted robot's address and a planted token are found, and that a sample's address is not."""

from __future__ import annotations

import json
import secrets
import string
import sys
import tempfile
import uuid
from pathlib import Path

from detect_secrets import SecretsCollection
from detect_secrets.settings import transient_settings

# A robot's key is a UUID, by default no secret to detect-secrets: what counts is what is kept here.
KEPT = json.loads(Path(".secrets.baseline").read_text())
RULES = {name: KEPT[name] for name in ("plugins_used", "filters_used")}
ADDRESS = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key="
SAMPLE = f"{ADDRESS}0123abcd-4567-89ab-cdef-0123456789ab"
LETTERS = string.ascii_letters + string.digits


def found_in(text: str) -> set[str]:
    """Return the kinds of our own secrets that are found in a file with this text."""
    with tempfile.TemporaryDirectory() as folder, transient_settings(RULES):
        file = Path(folder, "notes.md")
        file.write_text(f"Some words\n{text}\n")
        found = SecretsCollection()
        found.scan_file(str(file))
        return {secret.type for _file, secret in found if secret.type.startswith("WeCom")}


def main() -> int:
    """Return 0 when each planted text was seen for what it is."""
    token = "".join(secrets.choice(LETTERS) for _ in range(38))
    expected = {
        f"{ADDRESS}{uuid.uuid4()}": {"WeCom robot address"},
        f"TOKEN = wcn_{token}": {"WeCom Notify token"},
        SAMPLE: set(),
    }
    wrong = [kinds for text, kinds in expected.items() if found_in(text) != kinds]
    if wrong:
        print(f"What should be {wrong} was not found to be so.", file=sys.stderr)  # noqa: T201
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())

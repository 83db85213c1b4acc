"""The translators' catalogues as they stand in locale/: what a .po file says and what its .mo file holds."""

from __future__ import annotations

import ast
import gettext
import re
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("ru", "zh_Hans")
LINE = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)?\s*(".*")$')


@dataclass
class Entry:
    """One text: its parts by keyword (msgctxt, msgid, msgid_plural, msgstr or msgstr[0] and on)."""

    parts: dict[str, str] = field(default_factory=dict)
    is_fuzzy: bool = False
    is_obsolete: bool = False

    @property
    def key(self):
        context = self.parts.get("msgctxt")
        return self.parts["msgid"] if context is None else f"{context}\x04{self.parts['msgid']}"

    @property
    def sources(self):
        return [text for name, text in self.parts.items() if name in {"msgid", "msgid_plural"}]

    @property
    def translations(self):
        return [text for name, text in self.parts.items() if name.startswith("msgstr")]


def po(language, root=ROOT):
    return root / "locale" / language / "LC_MESSAGES/django.po"


def entries(file: Path) -> list[Entry]:
    """Read a .po file: its entries are parted by empty lines, its header is the one without a text."""
    blocks = (_entry(block) for block in file.read_text().split("\n\n"))
    return [entry for entry in blocks if entry.parts.get("msgid")]


def _entry(block: str) -> Entry:
    entry, name = Entry(is_obsolete="#~ " in block), ""
    for line in block.splitlines():
        entry.is_fuzzy |= line.startswith("#,") and "fuzzy" in line
        if found := LINE.match(line.removeprefix("#~ ")):
            name = found[1] or name
            entry.parts[name] = entry.parts.get(name, "") + ast.literal_eval(found[2])
    return entry


def compiled(language) -> dict:
    """Return what the .mo file holds: by text, or by text and number of its form."""
    with po(language).with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    return {key: text for key, text in catalogue.items() if key}

"""The languages a message can be written in, and words that exist in all of them."""

from __future__ import annotations

from dataclasses import dataclass

CHINESE, ENGLISH, RUSSIAN = "zh-hans", "en", "ru"
DEFAULT_LANGUAGE = CHINESE
LANGUAGES = (CHINESE, ENGLISH, RUSSIAN)
LANGUAGE_CHOICES = [(CHINESE, "简体中文"), (ENGLISH, "English"), (RUSSIAN, "Русский")]


@dataclass(frozen=True, slots=True)
class Words:
    """One phrase in the three languages, for messages: they follow the step and not the page."""

    chinese: str
    english: str
    russian: str

    def to(self, language: str) -> str:
        """Return the phrase in `language`; any other language than the three reads Chinese, the default."""
        if language.startswith(ENGLISH):
            return self.english
        return self.russian if language.startswith(RUSSIAN) else self.chinese

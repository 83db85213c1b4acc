"""Every text of the pages is there in Chinese and Russian, and what is compiled is what was written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.house.catalogues import LANGUAGES, ROOT, compiled, entries, po

TOOLS = ("xgettext", "msguniq", "msgmerge", "msgattrib")
HOLES = re.compile(r"%\(\w+\)[sd]|\$?\{+\w*\}+|</?[a-z]+\b[^>]*>")

of_each_language = pytest.mark.parametrize("language", LANGUAGES)


def holes(text):
    return Counter(HOLES.findall(text))


@of_each_language
def test_every_text_is_translated(language):
    open_ones = [each.key for each in entries(po(language)) if not all(each.translations)]

    assert open_ones == []


@of_each_language
def test_no_translation_is_a_guess_or_a_leftover(language):
    doubtful = [each.parts for each in entries(po(language)) if each.is_fuzzy or each.is_obsolete]

    assert doubtful == []


@of_each_language
def test_a_translation_has_the_placeholders_and_tags_of_its_text(language):
    wrong = [
        (text, each.key)
        for each in entries(po(language))
        for text in each.translations
        if holes(text)
        not in [holes(each.parts[name]) for name in ("msgid", "msgid_plural") if name in each.parts]
    ]

    assert wrong == []


@of_each_language
def test_what_is_compiled_is_what_was_written(language):
    written = {}
    for each in entries(po(language)):
        for number, text in enumerate(each.translations):
            written[(each.key, number) if "msgid_plural" in each.parts else each.key] = text

    stale = {key for key in written | compiled(language) if written.get(key) != compiled(language).get(key)}
    assert stale == set(), "run `make words`"


@pytest.fixture(scope="module")
def gathered(tmp_path_factory):
    """Return a copy of everything that has texts, with catalogues made anew from it."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        pytest.skip(
            f"nobody looked for new texts: {', '.join(missing)} is missing here: apt-get install gettext"
        )
    copy = tmp_path_factory.mktemp("texts")
    for name in texts():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy / name)
    chosen = [option for language in LANGUAGES for option in ("--locale", language)]
    command = [sys.executable, "-m", "django", "makemessages", *chosen, "--no-location", "--no-wrap"]
    alone = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=copy, env=alone, check=True, capture_output=True)
    return copy


def texts() -> list[Path]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py", "*.html", "locale"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    return [Path(name) for name in listed if not name.startswith("tests/") and (ROOT / name).exists()]


@of_each_language
def test_the_catalogue_knows_every_text_and_no_other(language, gathered):
    made, kept = entries(po(language, gathered)), entries(po(language))

    needed = {each.key for each in made if not each.is_obsolete}
    assert needed == {each.key for each in kept}, "run `make words` and translate what is new"

"""The help page is written from the table the renderer reads."""

from __future__ import annotations

import pytest

from notifications.vocabulary import VARIABLES
from tests.pages.reading import main


def test_every_variable_stands_there_with_its_meaning(as_user, vera):
    page = main(as_user(vera).get("/help/variables/"))

    missing = [each.name for each in VARIABLES if f"${{{each.name}}} {each.meaning.english}" not in page]
    assert missing == []


@pytest.mark.parametrize(("language", "meaning"), [("zh-hans", "构建号"), ("ru", "Номер сборки")])
def test_it_speaks_the_readers_language(as_user, vera, language, meaning):
    client = as_user(vera)
    client.cookies["django_language"] = language

    assert meaning in main(client.get("/help/variables/"))


@pytest.mark.parametrize("drawn", ["<blockquote>", '<span class="wecom-warning">', "<table>", "<hr>"])
def test_what_each_message_type_draws_is_shown_by_example(as_user, vera, drawn):
    assert drawn in as_user(vera).get("/help/variables/").content.decode()

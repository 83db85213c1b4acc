"""What stands between two sentences is the language's own."""

from __future__ import annotations

import pytest
from django.utils import translation

from teams.punctuation import gap


@pytest.mark.parametrize(("language", "mark"), [("zh-hans", ""), ("en", " "), ("ru", " ")])
def test_a_chinese_full_stop_needs_no_space(language, mark):
    with translation.override(language):
        assert gap() == mark

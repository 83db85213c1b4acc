"""`python -m tests.documents` writes the generated halves of documents anew."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tests.documents.tables import DOCUMENTS, ROOT, current  # noqa: E402

for name in DOCUMENTS:
    (ROOT / name).write_text(current(name), encoding="utf-8")
    print(name)

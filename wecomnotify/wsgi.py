"""The WSGI application that gunicorn and other servers load."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

from wecomnotify.chunked import LengthOfChunks

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


def composed() -> WSGIApplication:
    """Return Django's application with what stands before it."""
    django = get_wsgi_application()
    from wecomnotify.short_way import ShortWay  # noqa: PLC0415  # it needs the models, loaded only now

    return LengthOfChunks(ShortWay(django))


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wecomnotify.settings")
application = composed()

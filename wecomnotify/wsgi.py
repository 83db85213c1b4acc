"""The WSGI application that gunicorn and other servers load."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from wecomnotify.chunked import LengthOfChunks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wecomnotify.settings")
application = LengthOfChunks(get_wsgi_application())

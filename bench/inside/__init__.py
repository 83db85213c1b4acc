"""What can only be measured from within: scripts that run with a product's environment and print JSON.

This is read before any of them, so Django is set up when they import its models.
"""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wecomnotify.settings")
django.setup()

"""The pages of credentials."""

from __future__ import annotations

from credentials.views.importing import import_credentials
from credentials.views.keeping import credential, delete, replace_key, switch
from credentials.views.listing import credentials
from credentials.views.registering import new_credential

__all__ = [
    "credential",
    "credentials",
    "delete",
    "import_credentials",
    "new_credential",
    "replace_key",
    "switch",
]

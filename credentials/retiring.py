"""A key taken out of the keyring for good, once nothing needs it and nobody seals with it any more."""

from __future__ import annotations

import time
from contextlib import ExitStack

from django.conf import settings

from credentials.models import RetiredKey
from sealing.keyring import Keyring
from sealing.keys import Purpose
from teams.sealed_values import rows_by_key_id

# Longer than any request: who was allowed to seal before the key was retired has committed by then.
SETTLE_SECONDS = 5


class KeyNeededError(Exception):
    """Something in the database needs the key; the message says what and what to do."""


def retire(keyring: Keyring, key_id: str) -> None:
    """Take an older key out of the keyring's file.

    First the database says that the key is out of use, and whoever holds an older keyring is refused; then
    what needs it is counted, and counted once more when the file is written. If there is something, or the
    database fails, everything is as before.

    Raises:
        KeyNeededError: when something needs it.
        SealingError: for a primary key, a fingerprint key and one that the keyring lacks.
    """
    rest, purpose = keyring.without(key_id), keyring.purpose_of(key_id)
    _refuse_if_needed(key_id, purpose)
    retired, is_new = RetiredKey.objects.get_or_create(pk=key_id)
    with ExitStack() as undo:
        if is_new:
            undo.callback(retired.delete)
        time.sleep(SETTLE_SECONDS)
        _refuse_if_needed(key_id, purpose)
        undo.callback(keyring.write, settings.KEYRING_FILE)
        rest.write(settings.KEYRING_FILE)
        _refuse_if_needed(key_id, purpose)
        undo.pop_all()


def _refuse_if_needed(key_id: str, purpose: Purpose | None) -> None:
    count = rows_by_key_id()[key_id]
    if count and purpose is Purpose.AUDIT:
        raise KeyNeededError(
            f"{count:,} links of the audit trail were made with {key_id}, and can be checked with it only. "
            "It stays."
        )
    if count:
        raise KeyNeededError(
            f"{count:,} stored values are sealed with {key_id}. Seal them anew with: manage.py keyring rotate"
        )

"""What is sealed with which key, and how it gets under the primary one while everything runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from credentials.models import Credential
from sealing.boxes import key_id_of, seal, unseal
from sealing.errors import SealingError
from sealing.keyring import Keyring

SEALED_PREFIX = "sealed_"
BATCH_ROWS = 500


@dataclass(frozen=True, kw_only=True)
class Opened:
    """Whether one credential's key opens; `fault` says why not, with ids only."""

    credential_id: str
    fault: str = ""


def rows_by_key_id() -> Counter[str]:
    """Count the stored values under each key id, in every column of every room that keeps sealed values."""
    counted: Counter[str] = Counter()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:  # noqa: SLF001
            if field.name.startswith(SEALED_PREFIX):
                values = model._default_manager.values_list(field.name, flat=True)  # noqa: SLF001
                counted.update(_key_id(token) for token in values.iterator() if token)
    return counted


def open_each(keyring: Keyring) -> Iterator[Opened]:
    """Try every credential's key and say whether it opens; nothing is shown or changed."""
    for credential in _in_order(Credential.objects.all()):
        fault = ""
        try:
            unseal(credential.sealed_key, keyring=keyring, context=credential.sealing_context)
        except SealingError as error:
            fault = str(error)
        yield Opened(credential_id=str(credential.pk), fault=fault)


def reseal_each(keyring: Keyring) -> Iterator[Opened]:
    """Seal every credential's key anew with the primary key, in the order of their ids.

    A row that somebody else changes meanwhile keeps what they wrote: it is under the primary key already.
    Stopped half-way, the next run does what is left.
    """
    current = f"wv1.h.{keyring.primary_key_id}."
    for credential in _in_order(Credential.objects.exclude(sealed_key__startswith=current)):
        try:
            secret = unseal(credential.sealed_key, keyring=keyring, context=credential.sealing_context)
        except SealingError as error:
            yield Opened(credential_id=str(credential.pk), fault=str(error))
            continue
        fresh = seal(secret, keyring=keyring, context=credential.sealing_context)
        unchanged = Credential.objects.filter(pk=credential.pk, sealed_key=credential.sealed_key)
        unchanged.update(sealed_key=fresh)
        yield Opened(credential_id=str(credential.pk))


def _in_order(queryset: models.QuerySet[Credential]) -> Iterator[Credential]:
    """Yield the rows by id, some at a time, so that no reading lasts while rows are written."""
    rows = list(queryset.order_by("pk")[:BATCH_ROWS])
    while rows:
        yield from rows
        rows = list(queryset.filter(pk__gt=rows[-1].pk).order_by("pk")[:BATCH_ROWS])


def _key_id(token: str) -> str:
    try:
        return key_id_of(token)
    except SealingError:
        return "unreadable"

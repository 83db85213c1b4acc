"""Every sealed value opened to be tested, or sealed anew with the primary key while everything runs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import models, transaction

from sealing.boxes import box, seal, unbox, unseal
from sealing.errors import SealingError
from sealing.keyring import Keyring
from sealing.secret import Secret
from teams import sealed_values
from teams.sealed_values import SealedValues

BATCH_ROWS = 500


@dataclass(frozen=True, kw_only=True)
class Opened:
    """Whether one sealed value opens; `fault` says why not, with ids only."""

    values: SealedValues
    pk: str
    fault: str = ""


def open_each(keyring: Keyring) -> Iterator[Opened]:
    """Try every sealed value and say whether it opens; nothing is shown or changed."""
    for values in sealed_values.kinds():
        for rows in _batches(values.rows()):
            for row in rows:
                fault = ""
                try:
                    _open(values, row, keyring)
                except SealingError as error:
                    fault = str(error)
                yield Opened(values=values, pk=str(row.pk), fault=fault)


def count_under_other_keys(keyring: Keyring) -> int:
    """Count the values that are not sealed with the primary key of their purpose."""
    return sum(values.under_other_keys(keyring).count() for values in sealed_values.kinds())


def reseal_each(keyring: Keyring, *, limit: int | None = None, pause_seconds: float = 0) -> Iterator[Opened]:
    """Seal every value anew with the primary key of its purpose, until none is left under another one.

    A row that somebody changes meanwhile keeps what they wrote; if that is under an older key, as a server
    with an older keyring writes it, a later pass seals it. What does not open is told once and left alone.
    Rows are committed BATCH_ROWS at a time, with a pause between: stopped half-way, the next run does what
    is left. `limit` ends it after that many values.
    """
    left = limit
    for values in sealed_values.kinds():
        for one in _reseal(values, keyring, limit=left, pause_seconds=pause_seconds):
            left = left if left is None or one.fault else left - 1
            yield one
        if left == 0:
            return


def _reseal(
    values: SealedValues, keyring: Keyring, *, limit: int | None, pause_seconds: float
) -> Iterator[Opened]:
    faulty: dict[Any, str] = {}
    left = limit
    is_done = False
    while not is_done:
        is_done = True
        for rows in _batches(values.under_other_keys(keyring)):
            untold = [row for row in rows if faulty.get(row.pk) != values.token(row)]
            fresh, faults = _sealed_anew(values, untold, keyring)
            yield from faults.values()
            faulty |= {row.pk: values.token(row) for row in rows if row.pk in faults}
            is_done = is_done and not fresh
            written = _replace(values, dict(islice(fresh.items(), left)))
            yield from (Opened(values=values, pk=str(row.pk)) for row in written)
            left = None if left is None else left - len(written)
            if left == 0:
                return
            time.sleep(pause_seconds if fresh else 0)


def _sealed_anew(
    values: SealedValues, rows: list[models.Model], keyring: Keyring
) -> tuple[dict[models.Model, str], dict[Any, Opened]]:
    """Return what each row's value is under the primary key, and the faults of those that do not open."""
    fresh, faults = {}, {}
    for row in rows:
        try:
            secret = _open(values, row, keyring)
        except SealingError as error:
            faults[row.pk] = Opened(values=values, pk=str(row.pk), fault=str(error))
        else:
            fresh[row] = _seal(values, row, secret, keyring)
    return fresh, faults


def _open(values: SealedValues, row: models.Model, keyring: Keyring) -> Secret:
    token, bound = values.token(row), values.bound_to(row)
    if values.purpose is None:
        return unseal(token, keyring=keyring, context=bound)
    return unbox(token, keyring=keyring, context_text=bound, purpose=values.purpose)


def _seal(values: SealedValues, row: models.Model, secret: Secret, keyring: Keyring) -> str:
    if values.purpose is None:
        return seal(secret, keyring=keyring, context=values.bound_to(row))
    return box(secret, keyring=keyring, context_text=values.bound_to(row), purpose=values.purpose)


def _replace(values: SealedValues, fresh: dict[models.Model, str]) -> list[models.Model]:
    """Write them in one transaction, and return those that nobody had changed since they were read."""
    with transaction.atomic():
        return [row for row, token in fresh.items() if values.replace(row, token)]


def _batches(queryset: models.QuerySet[Any]) -> Iterator[list[Any]]:
    """Yield the rows by id, some at a time, so that no reading lasts while rows are written."""
    rows = list(queryset.order_by("pk")[:BATCH_ROWS])
    while rows:
        yield rows
        rows = list(queryset.filter(pk__gt=rows[-1].pk).order_by("pk")[:BATCH_ROWS])

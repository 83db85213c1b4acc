"""Thousands of credentials put into an installation's database at once, and what each of them holds told.

`python -m tests.chaos.many_keys make COUNT` and `… read`, in the environment of the product, print JSON: the
key of every credential by its id. Through the API it would take as many minutes as there are thousands.
"""

from __future__ import annotations

import json
import os
import sys

import django
from django.conf import settings


def main(what: str, count: str = "0") -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wecomnotify.settings")
    django.setup()
    print(json.dumps(made(int(count)) if what == "make" else held()))


def made(count: int) -> dict[str, str]:
    from credentials.models import Credential, Robot  # noqa: PLC0415  # there are none before the set-up
    from credentials.webhook_urls import Webhook  # noqa: PLC0415
    from sealing import Keyring, Secret, seal  # noqa: PLC0415

    ring = Keyring.read(settings.KEYRING_FILE)
    robot = Robot.of(Webhook(endpoint="loopback", key=Secret("0" * 36)), ring)
    keys, rows = {}, []
    for number in range(count):
        key = f"00000000-0000-4000-8000-{number:012d}"
        row = Credential(name=f"Group {number}", endpoint="loopback", robot=robot)
        row.sealed_key = seal(Secret(key), keyring=ring, context=row.sealing_context)
        keys[str(row.pk)] = key
        rows.append(row)
    Credential.objects.bulk_create(rows, batch_size=500)
    return keys


def held() -> dict[str, str]:
    from credentials.models import Credential  # noqa: PLC0415
    from sealing import Keyring, SealingError  # noqa: PLC0415

    ring = Keyring.read(settings.KEYRING_FILE)

    def told(row: Credential) -> str:
        try:
            return row._open(ring).reveal()
        except SealingError as error:
            return str(error)

    return {str(row.pk): told(row) for row in Credential.objects.iterator()}


if __name__ == "__main__":
    main(*sys.argv[1:])

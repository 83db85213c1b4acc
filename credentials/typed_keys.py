"""The keys a person typed in: whoever leaves may still know them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from credentials.models import Credential
from teams import left_to_do
from teams.left_to_do import Kind, Task

if TYPE_CHECKING:
    from teams.models import User


def tasks(people: Collection[User]) -> Iterable[Task]:
    """Return the credentials whose present key one of these people typed in."""
    for credential in Credential.objects.filter(key_typed_by__in=people).select_related("owning_team"):
        yield Task(
            person=int(credential.key_typed_by_id or 0),
            name=credential.name,
            place=str(credential.owning_team or gettext("Administrators")),
            href=reverse("credential-key", args=[credential.pk]),
        )


left_to_do.sign_up(
    Kind(
        title=_("Credentials"),
        why=_("This person typed these robots' keys in and may still know them: give each robot a new key."),
        act=_("Replace the key"),
        tasks=tasks,
    )
)

"""What stands in a credential's way; each names the thing, the fault and the next step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from teams.punctuation import listed
from teams.refused import Refused

if TYPE_CHECKING:
    from credentials.models import Credential


class DuplicateKeyError(Refused):
    """The key is already kept in a credential that its author may see."""

    def __init__(self, existing: Credential) -> None:
        self.existing = existing
        super().__init__(
            gettext("The credential “%(name)s” already holds this key. Use it, or share it with your team.")
            % {"name": existing.name}
        )


class CredentialInUseError(Refused):
    """Steps use the credential, so it cannot go."""

    def __init__(self, name: str, steps: Sequence[str]) -> None:
        self.steps = list(steps)
        super().__init__(
            ngettext(
                "“%(name)s” is used by a step: %(steps)s. Give it another credential first.",
                "“%(name)s” is used by %(count)d steps: %(steps)s. Give them another credential first.",
                len(steps),
            )
            % {"name": name, "count": len(steps), "steps": listed(steps)}
        )


class KeyringUnusableError(Refused):
    """This server has no keyring to seal with."""

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "This server's keyring cannot be used, so nothing was saved. "
                "An administrator finds the reason with: manage.py keyring status"
            )
        )


class KeyringOutdatedError(Refused):
    """This server's keyring is an old one, whose key was taken out."""

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "This server's keyring is an old one: it seals with a key that was taken out, so nothing was "
                "saved. An administrator gives it the present one (docs/keys.md)."
            )
        )

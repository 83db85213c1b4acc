"""What a second factor is made from is sealed, for one person: in another's row it does not open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.internal.stagekit import get_pending_stage
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from sealing.boxes import box, unbox
from sealing.keyring import Keyring
from sealing.keys import Purpose
from sealing.secret import Secret
from teams.sealed_values import SealedValues, sign_up

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator

# kind, as commands print it; where a factor's data holds the seed; allauth's name of the factor
SEEDS = (("one-time code seed", "secret", "totp"), ("recovery code seed", "seed", "recovery_codes"))


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Seal the seeds of one-time codes and of recovery codes with the keyring's key for factors."""

    def encrypt(self, text: str) -> str:
        """Seal a seed for the person of this request; raises SealingError where there is no key."""
        return box(
            Secret(text),
            keyring=Keyring.at(settings.KEYRING_FILE),
            context_text=_of_person(_whose()),
            purpose=Purpose.TOTP,
        )

    def decrypt(self, encrypted_text: str) -> str:
        """Open a seed of the person of this request; raises SealingError where it is not theirs."""
        return unbox(
            encrypted_text,
            keyring=Keyring.at(settings.KEYRING_FILE),
            context_text=_of_person(_whose()),
            purpose=Purpose.TOTP,
        ).reveal()


def bound_to(factor: Authenticator) -> str:
    """Return what the seed of a stored factor is sealed for."""
    return _of_person(factor.user_id)


def sign_up_seeds() -> None:
    """Let the keyring's commands know of seeds, that they are rotated and verified as all that is sealed."""
    model = apps.get_model("mfa", "Authenticator")
    for kind, member, factor in SEEDS:
        sign_up(
            SealedValues(
                kind=kind,
                model=model,
                column="data",
                member=member,
                only=Q(type=factor),
                purpose=Purpose.TOTP,
                bound_to=bound_to,
            )
        )


def _of_person(pk: int) -> str:
    return f"factor of person {pk}"


def _whose() -> int:
    """Return who is signed in here, or is about to be and is asked for the factor."""
    request = context.request
    if request.user.is_authenticated:
        return int(request.user.pk)
    stage = get_pending_stage(request)
    if stage is None:
        raise PermissionDenied
    return int(stage.login.user.pk)

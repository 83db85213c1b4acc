"""The choice of a credential: its name, the end of its key, and what became of its last message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils import timezone
from django.utils.translation import gettext

from credentials.models import Credential

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from notifications.models import Step
    from teams.models import User


class CredentialChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, credential: Credential) -> str:
        """Return `Platform group · key=…7c2f · Accepted by WeCom 11-22 14:05`."""
        return " · ".join([credential.name, credential.masked_key, condition_of(credential)])


def condition_of(credential: Credential) -> str:
    """Say whether a credential works, as far as its last use tells."""
    if not credential.is_enabled:
        return gettext("disabled")
    if not credential.last_used_at:
        return gettext("not used yet")
    outcome = credential.get_last_outcome_display()
    return f"{outcome} {timezone.localtime(credential.last_used_at):%m-%d %H:%M}"


def usable_credentials(user: User, step: Step) -> QuerySet[Credential]:
    """Return what the step's team may use, and the one the step already has.

    Before a team is known it is what this person's teams may use; `step_rules` checks the chosen one.
    """
    if step.team_id is None:
        return Credential.objects.visible_to(user).filter(is_enabled=True)
    usable = Credential.objects.usable_by(step.team)
    if step.credential_id is None:
        return usable
    return (usable | Credential.objects.filter(pk=step.credential_id)).distinct()

"""Which credential a step may use: one that is shared with its team and enabled."""

from __future__ import annotations

from django.utils.translation import gettext

from credentials.models import Credential
from notifications.models.step import Step
from teams.api.problems import FieldError


def credential_faults(step: Step) -> list[FieldError]:
    """Return why the step's team may not use its credential, or nothing."""
    if step.credential_id is None:
        return [FieldError(field="credential", message=gettext("This is required."))]
    if Credential.objects.usable_by(step.team).filter(pk=step.credential_id).exists():
        return []
    sentence = gettext(
        "This credential is disabled, or not shared with %(team)s. Choose another or ask an administrator."
    )
    return [FieldError(field="credential", message=sentence % {"team": step.team.name})]

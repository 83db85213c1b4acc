"""Which addresses ask for a proof of who it is that is five minutes old at most, and when."""

from __future__ import annotations

TO_OPEN, TO_CHANGE = "to open", "to change"  # a page that is only a form; one that shows other things too

NEED_A_PROOF = {
    "credential-new": TO_OPEN,
    "credential-import": TO_OPEN,
    "credential-key": TO_OPEN,
    "credential": TO_CHANGE,  # which teams share it
    "credential-delete": TO_CHANGE,
    "pipeline-tokens": TO_CHANGE,
    "pipeline-hooks": TO_CHANGE,
    "team-tokens": TO_CHANGE,
    "team-hooks": TO_CHANGE,
    "access-tokens": TO_CHANGE,
    "team-members": TO_CHANGE,
    "team-member": TO_CHANGE,
    "team-member-removal": TO_CHANGE,
    "team-member-password-links": TO_CHANGE,
    "team-invitations": TO_CHANGE,
    "team-deletion": TO_OPEN,
    "person": TO_CHANGE,
    "person-leaving": TO_CHANGE,
    "person-return": TO_CHANGE,
    "person-sign-out": TO_CHANGE,
}

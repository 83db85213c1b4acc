"""Who: people, teams, roles, invitations, people's tokens and the audit trail."""

from __future__ import annotations

from teams.models.access_token import AccessToken, Scope
from teams.models.audit_entry import AuditEntry
from teams.models.audit_link import AuditLink
from teams.models.invitation import Invitation
from teams.models.membership import Membership
from teams.models.password_link import PasswordLink
from teams.models.team import Language, Team
from teams.models.user import Theme, User
from teams.roles import Role

__all__ = [
    "AccessToken",
    "AuditEntry",
    "AuditLink",
    "Invitation",
    "Language",
    "Membership",
    "PasswordLink",
    "Role",
    "Scope",
    "Team",
    "Theme",
    "User",
]

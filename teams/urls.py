from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from teams.recent_proof import recently_proved, recently_proved_to_change
from teams.views import (
    access_tokens,
    account,
    audit,
    invitations,
    members,
    password_links,
    people,
    profile,
    sessions,
    team_pages,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("teams/", team_pages.teams, name="teams"),
    path("teams/new/", team_pages.team_new, name="team-new"),
    path("teams/<slug:slug>/", team_pages.team, name="team"),
    path("teams/<slug:slug>/settings/", team_pages.team_settings, name="team-settings"),
    path("teams/<slug:slug>/deletion/", recently_proved(team_pages.team_deletion), name="team-deletion"),
    path("teams/<slug:slug>/members/", recently_proved_to_change(members.team_members), name="team-members"),
    path(
        "teams/<slug:slug>/members/<str:username>/",
        recently_proved_to_change(members.team_member),
        name="team-member",
    ),
    path(
        "teams/<slug:slug>/members/<str:username>/removal/",
        recently_proved_to_change(members.team_member_removal),
        name="team-member-removal",
    ),
    path(
        "teams/<slug:slug>/members/<str:username>/password-links/",
        recently_proved_to_change(members.team_member_password_link),
        name="team-member-password-links",
    ),
    path(
        "teams/<slug:slug>/invitations/",
        recently_proved_to_change(invitations.team_invitations),
        name="team-invitations",
    ),
    path(
        "teams/<slug:slug>/invitations/<int:pk>/withdrawal/",
        invitations.team_invitation_withdrawal,
        name="team-invitation-withdrawal",
    ),
    path("invitations/acceptance/", invitations.invitation_acceptance, name="invitation-acceptance"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("password-links/choice/", password_links.password_choice, name="password-choice"),
    path("password-links/<str:token>/", password_links.password_link, name="password-link"),
    path("people/", people.people, name="people"),
    path("people/<str:username>/", recently_proved_to_change(people.person), name="person"),
    path("people/<str:username>/leaving/", recently_proved_to_change(people.leaving), name="person-leaving"),
    path(
        "people/<str:username>/return/", recently_proved_to_change(people.coming_back), name="person-return"
    ),
    path(
        "people/<str:username>/sign-out/",
        recently_proved_to_change(people.signing_out),
        name="person-sign-out",
    ),
    path("profile/", profile.profile, name="profile"),
    path("profile/security/sessions/", sessions.sessions, name="sessions"),
    path("profile/security/sessions/others/end/", sessions.other_sessions_end, name="other-sessions-end"),
    path("profile/security/sessions/<int:pk>/end/", sessions.session_end, name="session-end"),
    path(
        "profile/access-tokens/", recently_proved_to_change(access_tokens.access_tokens), name="access-tokens"
    ),
    path(
        "profile/access-tokens/<int:pk>/revocation/",
        access_tokens.access_token_revocation,
        name="access-token-revocation",
    ),
    path("language/", profile.set_language, name="set_language"),
    path("audit/", audit.audit, name="audit"),
    path("audit.csv", audit.audit_file, name="audit-file"),
    path("accounts/login/", account.sign_in, name="account_login"),
    path("accounts/logout/", account.sign_out, name="account_logout"),
    path("accounts/closed/", account.closed, name="account_inactive"),
    path("accounts/proof/", account.prove, name="account_reauthenticate"),
    path("accounts/password/", account.change_password, name="account_change_password"),
]

"""Who may open which page and send which form: a row for each route of the URL map outside the API."""

from __future__ import annotations

from tests.security.expectations import (
    SIGN_IN,
    Row,
    administrators,
    anybody,
    editors,
    owners,
    public,
    somewhere_editor,
    somewhere_owner,
    team,
)

STEP, DELIVERY, CREDENTIAL = {"pk": "step"}, {"pk": "delivery"}, {"pk": "credential"}
LANE = {"pk": "lane"}
NAMED, SWITCH = {"name": ""}, {"enabled": "true"}
ONLY_ROOT = administrators(200, strangers=403)
ONLY_ROOT_SENDS = administrators(302, strangers=403)
ONLY_ALICES = (404, 302, 404, 404, 404, SIGN_IN)

NOTIFICATIONS = {
    "": Row(get=anybody(200)),
    "steps/new/": Row(get=somewhere_editor(200), post=somewhere_editor(422)),
    "steps/preview/": Row(post=somewhere_editor(422)),
    "steps/test-messages/": Row(post=somewhere_editor(422)),
    "steps/<int:pk>/": Row(get=team(200), post=editors(422), ids=STEP),
    "steps/<int:pk>/preview/": Row(post=team(422), ids=STEP),
    "steps/<int:pk>/test-messages/": Row(post=editors(422), ids=STEP),
    "steps/<int:pk>/activation/": Row(post=editors(302), ids=STEP),
    "steps/<int:pk>/mute/": Row(get=editors(200), post=editors(422), ids=STEP),
    "steps/<int:pk>/unmuting/": Row(post=editors(302), ids=STEP),
    "steps/<int:pk>/deletion/": Row(post=editors(302), ids=STEP),
    "deliveries/": Row(get=anybody(200)),
    "deliveries/<int:pk>/": Row(get=team(200), ids=DELIVERY),
    "deliveries/<int:pk>/redeliveries/": Row(post=editors(302), ids=DELIVERY),
    "deliveries/redeliveries/": Row(get=somewhere_editor(200), post=somewhere_editor(422)),
    "queues/": Row(get=anybody(200)),
    "queues/news/": Row(get=anybody(200)),
    "queues/news/seen/": Row(post=anybody(302)),
    "queues/<int:pk>/": Row(get=team(200), ids=LANE),
    "queues/<int:pk>/flush/": Row(get=owners(200), post=owners(302), ids=LANE),
    "queues/<int:pk>/pause/": Row(get=owners(200), post=owners(302), ids=LANE),
    "queues/<int:pk>/resumption/": Row(post=owners(302), ids=LANE),
    "queues/<int:pk>/probe/": Row(post=owners(302), ids=LANE),
    "queues/<int:pk>/mute/": Row(get=owners(200), post=owners(422), ids=LANE),
    "queues/<int:pk>/unmuting/": Row(post=owners(302), ids=LANE),
    "events/<int:pk>/": Row(get=team(200), ids={"pk": "event"}),
    "credentials/<uuid:pk>/test-messages/": Row(post=editors(429), ids=CREDENTIAL),
    "credentials/<uuid:pk>/held-messages/": Row(post=editors(302), ids=CREDENTIAL),
    "help/variables/": Row(get=anybody(200)),
    "pipelines/": Row(get=anybody(200)),
    "pipelines/new/": Row(get=anybody(200), post=anybody(422)),
    "pipelines/<slug:team>/<str:identifier>/": Row(get=team(200)),
    "pipelines/<slug:team>/<str:identifier>/name/": Row(post=editors(422), data=NAMED),
    "pipelines/<slug:team>/<str:identifier>/deletion/": Row(post=editors(302)),
    "pipelines/<slug:team>/<str:identifier>/mute/": Row(get=editors(200), post=editors(422)),
    "pipelines/<slug:team>/<str:identifier>/unmuting/": Row(post=editors(302)),
    "pipelines/<slug:team>/<str:identifier>/tokens/": Row(post=editors(422)),
    "pipelines/<slug:team>/<str:identifier>/tokens/<int:pk>/revocation/": Row(
        post=editors(302), ids={"pk": "token"}
    ),
    "pipelines/<slug:team>/<str:identifier>/hooks/": Row(post=editors(422)),
    "pipelines/<slug:team>/<str:identifier>/hooks/<slug:public_id>/revocation/": Row(
        post=editors(302), ids={"public_id": "hook"}
    ),
    "teams/<slug:team>/fallback/": Row(get=owners(200), post=owners(302)),
    "teams/<slug:team>/connections/": Row(get=team(200)),
    "teams/<slug:team>/connections/tokens/": Row(post=editors(422)),
    "teams/<slug:team>/connections/tokens/<int:pk>/revocation/": Row(
        post=editors(302), ids={"pk": "team_token"}
    ),
    "teams/<slug:team>/connections/hooks/": Row(post=editors(422)),
    "teams/<slug:team>/connections/hooks/<slug:public_id>/revocation/": Row(
        post=editors(302), ids={"public_id": "team_hook"}
    ),
}
CREDENTIALS = {
    "credentials/": Row(get=anybody(200)),
    "credentials/new/": Row(get=somewhere_owner(200), post=somewhere_owner(422)),
    "credentials/import/": Row(get=somewhere_owner(200), post=somewhere_owner(422)),
    "credentials/<uuid:pk>/": Row(get=team(200), post=owners(422), ids=CREDENTIAL),
    "credentials/<uuid:pk>/key/": Row(get=owners(200), post=owners(422), ids=CREDENTIAL),
    "credentials/<uuid:pk>/switch/": Row(post=owners(302), data=SWITCH, ids=CREDENTIAL),
    "credentials/<uuid:pk>/delete/": Row(post=owners(422), ids=CREDENTIAL),
}
TEAMS = {
    "teams/": Row(get=anybody(200)),
    "teams/new/": Row(get=administrators(200, strangers=403), post=administrators(422, strangers=403)),
    "teams/<slug:slug>/": Row(get=team(200)),
    "teams/<slug:slug>/settings/": Row(get=owners(200), post=owners(422)),
    "teams/<slug:slug>/deletion/": Row(get=owners(200), post=owners(422)),
    "teams/<slug:slug>/members/": Row(get=team(302), post=owners(422)),
    "teams/<slug:slug>/members/<str:username>/": Row(get=owners(200), post=owners(422)),
    "teams/<slug:slug>/members/<str:username>/removal/": Row(post=owners(302)),
    "teams/<slug:slug>/members/<str:username>/password-links/": Row(post=administrators(200)),
    "teams/<slug:slug>/invitations/": Row(get=team(302), post=owners(422)),
    "teams/<slug:slug>/invitations/<int:pk>/withdrawal/": Row(post=owners(302), ids={"pk": "invitation"}),
    "invitations/acceptance/": Row(get=public(404), post=public(404)),
    "invitations/<str:token>/": Row(get=public(302), post=public(405), ids={"token": "invitation_link"}),
    "password-links/choice/": Row(get=public(404), post=public(404)),
    "password-links/<str:token>/": Row(get=public(302), post=public(405), ids={"token": "password_link"}),
    "people/": Row(get=ONLY_ROOT),
    "people/<str:username>/": Row(get=ONLY_ROOT, post=ONLY_ROOT_SENDS),
    "people/<str:username>/leaving/": Row(post=ONLY_ROOT_SENDS),
    "people/<str:username>/return/": Row(post=ONLY_ROOT_SENDS),
    "people/<str:username>/sign-out/": Row(post=ONLY_ROOT_SENDS),
    "profile/": Row(get=anybody(200), post=anybody(422)),
    "profile/security/sessions/": Row(get=anybody(200)),
    "profile/security/sessions/others/end/": Row(post=anybody(302)),
    "profile/security/sessions/<int:pk>/end/": Row(post=ONLY_ALICES, ids={"pk": "session"}),
    "profile/access-tokens/": Row(get=anybody(200), post=anybody(422)),
    "profile/access-tokens/<int:pk>/revocation/": Row(post=ONLY_ALICES, ids={"pk": "access_token"}),
    "language/": Row(get=public(405), post=public(302)),
    "audit/": Row(get=somewhere_owner(200)),
    "audit.csv": Row(get=somewhere_owner(200)),
    "accounts/login/": Row(get=(302, 302, 302, 302, 302, 200), post=(302, 302, 302, 302, 302, 422)),
    "accounts/logout/": Row(get=(200, 200, 200, 200, 200, 302), post=public(302)),
    "accounts/closed/": Row(get=public(200), post=public(405)),
    "accounts/proof/": Row(get=anybody(200), post=anybody(422)),
    "accounts/password/": Row(get=anybody(200), post=anybody(422)),
}
# What is only there in DEBUG, on this very machine, answers 404 otherwise, even where it is still mounted.
DEVELOPMENT = {
    "cgi-bin/webhook/send": Row(get=public(404), post=public(404)),
    "cgi-bin/webhook/upload_media": Row(get=public(404), post=public(404)),
    "simulator/": Row(get=anybody(404)),
    "simulator/robots/": Row(post=anybody(404)),
    "simulator/groups/<int:group_id>/": Row(get=anybody(404)),
    "simulator/groups/<int:group_id>/live/": Row(get=anybody(404)),
    "simulator/groups/<int:group_id>/faults/": Row(post=anybody(404)),
    "simulator/groups/<int:group_id>/faults/clear/": Row(post=anybody(404)),
    "simulator/groups/<int:group_id>/messages/clear/": Row(post=anybody(404)),
    "gallery/": Row(get=public(200), post=public(422)),
    "gallery/dialog/": Row(get=public(200), post=public(422)),
}
SITE = {
    "api/v1/docs": Row(get=public(200), post=public(405)),
    "api/v1/openapi.json": Row(get=public(200), post=public(200)),
    "api/v1/": Row(get=public(404), post=public(404)),
    "api/<path:rest>": Row(get=public(404), post=public(404), ids={"rest": "identifier"}),
    "theme/": Row(get=public(405), post=public(400)),
    "healthz": Row(get=public(200), post=public(200)),
    "readyz": Row(get=public(503), post=public(503)),
    # Open to this machine where no proxy is trusted, which is where these browsers sit.
    "metrics": Row(get=public(200), post=public(405)),
}
PAGES = NOTIFICATIONS | CREDENTIALS | TEAMS | DEVELOPMENT | SITE

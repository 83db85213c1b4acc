"""Who may make which call of the API: a row for each operation of its routers."""

from __future__ import annotations

from tests.security.expectations import Call, Codes
from tests.security.world import new_key

# root, alice (owner), bob (editor), vera (viewer), charlie (stranger), anonymous
READ = (200, 200, 200, 200, 404, 401)
LIST = (200, 200, 200, 200, 200, 401)


def editors(code: int) -> Codes:
    return (code, code, code, 403, 404, 401)


def owners(code: int) -> Codes:
    return (code, code, 403, 403, 404, 401)


NEW_STEP = {"pipeline": "shop/web", "name": "New"}
OF_STEP, OF_CREDENTIAL = {"step_id": "step"}, {"credential_id": "credential"}
OF_DELIVERY = {"delivery_id": "delivery"}
EVENT = {"run": "8", "status": "failed", "pipeline": "shop/web"}
TEAM = {"slug": "new-team", "name": "New"}
MUTE = {"hours": 1}
PIPELINE = {"team": "shop", "identifier": "new", "name": "New"}
CREDENTIAL = {"name": "New", "webhook_url": new_key(), "teams": ["shop"]}

TEAMS = {
    "GET /teams": Call(codes=LIST),
    "POST /teams": Call(codes=(201, 403, 403, 403, 403, 401), body=TEAM),
    "GET /teams/{slug}": Call(codes=READ),
    "PATCH /teams/{slug}": Call(codes=owners(200), body={"name": "New"}),
    "GET /teams/{slug}/fallback": Call(codes=READ),
    "PUT /teams/{slug}/fallback": Call(codes=owners(200), body={"fallback_credential": None}),
    "DELETE /teams/{slug}": Call(codes=owners(204)),
    "GET /teams/{slug}/members": Call(codes=READ),
    "POST /teams/{slug}/members": Call(codes=owners(201), body={"username": "newcomer", "role": "viewer"}),
    "GET /teams/{slug}/members/{username}": Call(codes=READ),
    "PATCH /teams/{slug}/members/{username}": Call(codes=owners(200), body={"role": "viewer"}),
    "DELETE /teams/{slug}/members/{username}": Call(codes=owners(204)),
}
CREDENTIALS = {
    "GET /credentials": Call(codes=LIST),
    # Charlie owns a team, so he may register; the shop does not exist for him.
    "POST /credentials": Call(codes=(201, 201, 403, 403, 400, 401), body=CREDENTIAL),
    "GET /credentials/{credential_id}": Call(codes=READ, ids=OF_CREDENTIAL),
    "PATCH /credentials/{credential_id}": Call(codes=owners(200), body={"name": "New"}, ids=OF_CREDENTIAL),
    # A rule uses it.
    "DELETE /credentials/{credential_id}": Call(codes=owners(409), ids=OF_CREDENTIAL),
    "PUT /credentials/{credential_id}/key": Call(
        codes=owners(200), body={"webhook_url": new_key()}, ids=OF_CREDENTIAL
    ),
    "GET /credentials/{credential_id}/mute": Call(codes=READ, ids=OF_CREDENTIAL),
    "PUT /credentials/{credential_id}/mute": Call(codes=owners(200), body=MUTE, ids=OF_CREDENTIAL),
    "DELETE /credentials/{credential_id}/mute": Call(codes=owners(204), ids=OF_CREDENTIAL),
    "GET /credentials/{credential_id}/queue": Call(codes=READ, ids=OF_CREDENTIAL),
    "PUT /credentials/{credential_id}/pause": Call(codes=owners(200), ids=OF_CREDENTIAL),
    "DELETE /credentials/{credential_id}/pause": Call(codes=owners(204), ids=OF_CREDENTIAL),
    "POST /credentials/{credential_id}/probes": Call(codes=owners(200), ids=OF_CREDENTIAL),
    "POST /credentials/{credential_id}/merged-messages": Call(codes=owners(200), body={}, ids=OF_CREDENTIAL),
    # The tests of this minute are used up: who may test is told to wait.
    "POST /credentials/{credential_id}/test-messages": Call(codes=editors(429), ids=OF_CREDENTIAL),
}
REPORTING = {
    "POST /events": Call(codes=editors(202), body=EVENT),
    # Each event is answered for itself: who may not report it is told so there.
    "POST /events/batch": Call(codes=(202,) * 5 + (401,), body={"events": [EVENT]}),
    "GET /events/{event_id}": Call(codes=READ, ids={"event_id": "event"}),
    # A hook lets in who signs with its secret, whoever that is.
    "POST /hooks/{source}/{hook_id}": Call(codes=(401,) * 6, body={}, ids={"hook_id": "hook"}),
    "GET /pipelines": Call(codes=LIST),
    "POST /pipelines": Call(codes=editors(201), body=PIPELINE),
    "GET /pipelines/{team}/{identifier}": Call(codes=READ),
    "PATCH /pipelines/{team}/{identifier}": Call(codes=editors(200), body={"name": "New"}),
    "DELETE /pipelines/{team}/{identifier}": Call(codes=editors(204)),
    "GET /pipelines/{team}/{identifier}/mute": Call(codes=READ),
    "PUT /pipelines/{team}/{identifier}/mute": Call(codes=editors(200), body=MUTE),
    "DELETE /pipelines/{team}/{identifier}/mute": Call(codes=editors(204)),
    "GET /pipelines/{team}/{identifier}/tokens": Call(codes=READ),
    "POST /pipelines/{team}/{identifier}/tokens": Call(codes=editors(201), body={"name": "CI"}),
    "DELETE /pipelines/{team}/{identifier}/tokens/{token_id}": Call(
        codes=editors(204), ids={"token_id": "token"}
    ),
    "GET /teams/{slug}/tokens": Call(codes=READ),
    "POST /teams/{slug}/tokens": Call(codes=editors(201), body={"name": "CI"}),
    "DELETE /teams/{slug}/tokens/{token_id}": Call(codes=editors(204), ids={"token_id": "team_token"}),
    "GET /pipelines/{team}/{identifier}/hooks": Call(codes=READ),
    "POST /pipelines/{team}/{identifier}/hooks": Call(codes=editors(201), body={"source": "gitee"}),
    "DELETE /pipelines/{team}/{identifier}/hooks/{hook_id}": Call(
        codes=editors(204), ids={"hook_id": "hook"}
    ),
    "GET /teams/{slug}/hooks": Call(codes=READ),
    "POST /teams/{slug}/hooks": Call(codes=editors(201), body={"source": "gitee"}),
    "DELETE /teams/{slug}/hooks/{hook_id}": Call(codes=editors(204), ids={"hook_id": "team_hook"}),
}
STEPS = {
    "GET /steps": Call(codes=LIST),
    "POST /steps": Call(codes=editors(201), body=NEW_STEP),
    "POST /steps/preview": Call(codes=READ, body={"step": NEW_STEP, "sample": "failed"}),
    "POST /steps/test-messages": Call(codes=editors(429), body={"step": NEW_STEP, "sample": "failed"}),
    "GET /steps/{step_id}": Call(codes=READ, ids=OF_STEP),
    "PUT /steps/{step_id}": Call(codes=editors(200), body=NEW_STEP, ids=OF_STEP),
    "PATCH /steps/{step_id}": Call(codes=editors(200), body={"name": "New"}, ids=OF_STEP),
    "DELETE /steps/{step_id}": Call(codes=editors(204), ids=OF_STEP),
    "GET /steps/{step_id}/mute": Call(codes=READ, ids=OF_STEP),
    "PUT /steps/{step_id}/mute": Call(codes=editors(200), body=MUTE, ids=OF_STEP),
    "DELETE /steps/{step_id}/mute": Call(codes=editors(204), ids=OF_STEP),
    "POST /steps/{step_id}/test-messages": Call(codes=editors(429), body={"sample": "failed"}, ids=OF_STEP),
    "GET /deliveries": Call(codes=LIST),
    "GET /deliveries/{delivery_id}": Call(codes=READ, ids=OF_DELIVERY),
    "POST /deliveries/{delivery_id}/redeliveries": Call(codes=editors(201), ids=OF_DELIVERY),
    # Charlie may send again in his own team, where nothing is.
    "POST /redeliveries": Call(codes=(200, 200, 200, 403, 200, 401), body={"filter": {}}),
}
CALLS = TEAMS | CREDENTIALS | REPORTING | STEPS
# They take the id of the credential that the world holds.
NEED_A_CREDENTIAL = {
    "POST /steps",
    "POST /steps/preview",
    "POST /steps/test-messages",
    "PUT /steps/{step_id}",
}

"""Every call of this room, for every role: who may, who may not, and for whom nothing is there."""

from __future__ import annotations

import pytest

from notifications.models import Delivery, Event, Hook, Pipeline, Step, Token
from wecomnotify.api import api

pytestmark = pytest.mark.django_db

STEP = {"pipeline": "shop/web", "name": "New"}
# method, path, body, and the codes for owner, editor, viewer, stranger.
READ, WRITE = (200, 200, 200, 404), (201, 201, 403, 404)
CHANGE, DELETE = (200, 200, 403, 404), (204, 204, 403, 404)
LIST = (200, 200, 200, 200)
CALLS = [
    ("get", "/events/{event}", None, READ),
    ("post", "/events", {"run": "1", "status": "failed", "pipeline": "shop/web"}, (202, 202, 403, 404)),
    # Each event is answered for itself.
    (
        "post",
        "/events/batch",
        {"events": [{"run": "1", "status": "failed", "pipeline": "shop/web"}]},
        (202,) * 4,
    ),
    ("get", "/pipelines", None, LIST),
    ("post", "/pipelines", {"team": "shop", "identifier": "new", "name": "New"}, WRITE),
    ("get", "/pipelines/shop/web", None, READ),
    ("patch", "/pipelines/shop/web", {"name": "New"}, CHANGE),
    ("delete", "/pipelines/shop/web", None, DELETE),
    ("get", "/pipelines/shop/web/tokens", None, READ),
    ("post", "/pipelines/shop/web/tokens", {"name": "CI"}, WRITE),
    ("delete", "/pipelines/shop/web/tokens/{token}", None, DELETE),
    ("get", "/pipelines/shop/web/hooks", None, READ),
    ("post", "/pipelines/shop/web/hooks", {"source": "gitee"}, WRITE),
    ("delete", "/pipelines/shop/web/hooks/{hook}", None, DELETE),
    ("get", "/teams/shop/tokens", None, READ),
    ("post", "/teams/shop/tokens", {"name": "CI"}, WRITE),
    ("delete", "/teams/shop/tokens/{team_token}", None, DELETE),
    ("get", "/teams/shop/hooks", None, READ),
    ("post", "/teams/shop/hooks", {"source": "gitee"}, WRITE),
    ("delete", "/teams/shop/hooks/{team_hook}", None, DELETE),
    ("get", "/steps", None, LIST),
    ("post", "/steps", STEP, WRITE),
    ("get", "/steps/{step}", None, READ),
    ("put", "/steps/{step}", STEP, CHANGE),
    ("patch", "/steps/{step}", {"name": "New"}, CHANGE),
    ("delete", "/steps/{step}", None, DELETE),
    ("get", "/steps/{step}/mute", None, READ),
    ("put", "/steps/{step}/mute", {"hours": 1}, CHANGE),
    ("delete", "/steps/{step}/mute", None, DELETE),
    ("get", "/pipelines/shop/web/mute", None, READ),
    ("put", "/pipelines/shop/web/mute", {"hours": 1}, CHANGE),
    ("delete", "/pipelines/shop/web/mute", None, DELETE),
    ("post", "/steps/preview", {"step": STEP, "sample": "failed"}, READ),
    ("get", "/deliveries", None, LIST),
    ("get", "/deliveries/{delivery}", None, READ),
    ("post", "/deliveries/{delivery}/redeliveries", None, WRITE),
]
# Tests need a robot and have their own file; a hook authenticates its sender its own way.
ELSEWHERE = {
    ("post", "/steps/test-messages"),
    ("post", "/steps/{step_id}/test-messages"),
    ("post", "/credentials/{credential_id}/test-messages"),
    ("post", "/hooks/{source}/{hook_id}"),
}


@pytest.fixture
def there(ci, token_of, shop, web, step, alice):
    """Make one of everything, and return the ids that the paths name."""
    ci.post("/events", {"run": "7", "status": "failed"})
    Delivery.objects.update(state="dead")
    team_token, _ = Token.add(team=shop, pipeline=None, name="team", by=alice)
    hook, _ = Hook.add(team=shop, pipeline=web, source="gitee", by=alice)
    team_hook, _ = Hook.add(team=shop, pipeline=None, source="gitee", by=alice)
    return {
        "event": Event.objects.get().pk,
        "delivery": Delivery.objects.get().pk,
        "step": step.pk,
        "token": Token.objects.get(pipeline=web).pk,
        "team_token": team_token.pk,
        "hook": hook.public_id,
        "team_hook": team_hook.public_id,
    }


@pytest.mark.parametrize(
    ("who", "position"), [("alice", 0), ("bob", 1), ("vera", 2), ("charlie", 3), ("root", 0)]
)
@pytest.mark.parametrize(("method", "path", "body", "codes"), CALLS)
def test_who_may_call_what(request, api_of, there, step, who, position, method, path, body, codes):
    body = body | {"credential": str(step.credential_id)} if body is STEP else body
    caller = api_of(request.getfixturevalue(who))
    before = (Pipeline.objects.count(), Step.objects.count(), Token.objects.live().count())

    answer = caller.call(method, path.format(**there), body)

    assert answer.status_code == codes[position], answer.content
    if codes[position] in {403, 404}:
        assert answer["Content-Type"] == "application/problem+json"
        assert (Pipeline.objects.count(), Step.objects.count(), Token.objects.live().count()) == before


@pytest.mark.parametrize(("method", "path", "body", "codes"), CALLS)
def test_without_a_token_everything_is_401(with_token, there, method, path, body, codes):
    assert with_token().call(method, path.format(**there), body).status_code == 401


@pytest.mark.parametrize(("method", "path", "body", "codes"), CALLS)
def test_a_reading_token_changes_nothing(api_of, alice, there, step, method, path, body, codes):
    answer = api_of(alice, "read").call(method, path.format(**there), body)

    reads = method == "get" or path == "/steps/preview"
    assert answer.status_code == (200 if reads else 403)


def test_every_call_of_this_room_stands_in_a_table():
    rooms = (
        "/events",
        "/hooks",
        "/pipelines",
        "/steps",
        "/deliveries",
        "/teams/{slug}/tokens",
        "/teams/{slug}/hooks",
    )
    documented = {
        (method, path.removeprefix("/api/v1"))
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
        if path.removeprefix("/api/v1").startswith(rooms)
    }
    tried = {(method, shape(path)) for method, path, _, _ in CALLS}

    assert {(method, shape(path)) for method, path in documented - ELSEWHERE} == tried


def shape(path):
    """Return a path with every variable part as `*`."""
    parts = ["*" if part.startswith("{") or part in {"shop", "web"} else part for part in path.split("/")]
    return "/".join(parts)

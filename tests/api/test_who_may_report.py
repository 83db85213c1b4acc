from __future__ import annotations

import pytest

from notifications.models import Event, Token
from sealing.tokens import mint

pytestmark = pytest.mark.django_db

FAILED = {"run": "1", "status": "failed"}


@pytest.mark.parametrize(
    ("header", "detail"),
    [
        ("", "Send the header Authorization: Bearer <token>."),
        ("Basic abc", "Send the header Authorization: Bearer <token>."),
        ("Bearer nonsense", "This is no token of WeCom Notify: copy it whole, it begins with wcn_."),
        ("Bearer wcn_ключ", "This is no token of WeCom Notify: copy it whole, it begins with wcn_."),
    ],
)
def test_without_a_token_it_is_401(client, web, header, detail):
    answer = client.post(
        "/api/v1/events", FAILED, content_type="application/json", headers={"Authorization": header}
    )

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="WeCom Notify"'
    assert answer.json()["detail"] == detail


def test_a_wrong_checksum_never_reaches_the_database(with_token, django_assert_num_queries):
    text = mint().reveal()

    with django_assert_num_queries(0):
        answer = with_token(text[:-1] + ("0" if text[-1] != "0" else "1")).post("/events", FAILED)

    assert answer.status_code == 401


def test_an_unknown_token_is_401(db, with_token):
    answer = with_token(mint().reveal()).post("/events", FAILED)

    assert answer.status_code == 401
    assert answer.json()["detail"] == "This token is unknown, expired or revoked: make a new one."


def test_a_revoked_token_is_401(ci, alice):
    Token.objects.get().revoke(by=alice)

    assert ci.post("/events", FAILED).status_code == 401


def test_a_session_is_no_token(as_user, alice, web):
    answer = as_user(alice).post("/api/v1/events", FAILED, content_type="application/json")

    assert answer.status_code == 401


def test_a_pipelines_token_may_name_its_own_pipeline(ci):
    names = ("web", "shop/web", None)

    codes = [
        ci.post("/events", FAILED | {"run": str(i), "pipeline": n}).status_code for i, n in enumerate(names)
    ]

    assert codes == [202, 202, 202]


def test_a_pipelines_token_reports_for_no_other(ci, shop):
    shop.pipelines.create(identifier="api", name="API")

    answer = ci.post("/events", FAILED | {"pipeline": "api"})

    assert answer.status_code == 403
    assert answer.json()["detail"] == (
        "This token reports only for web: leave the pipeline out, or use another token."
    )
    assert not Event.objects.exists()


def test_a_teams_token_must_name_a_pipeline(token_of, shop):
    answer = token_of(team=shop).post("/events", FAILED)

    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"field": "pipeline", "message": "This is required."}]


def test_a_teams_token_reports_for_no_other_team(token_of, shop):
    answer = token_of(team=shop).post("/events", FAILED | {"pipeline": "other/x"})

    assert answer.status_code == 403
    assert answer.json()["detail"] == (
        "This token or hook reports for pipelines of Shop, and other/x is another team's: "
        "use one of that team's."
    )
    assert not Event.objects.exists()


def test_a_persons_token_names_team_and_pipeline(api_of, bob, web):
    answer = api_of(bob, "events").post("/events", FAILED | {"pipeline": "shop/web"})

    assert answer.status_code == 202
    assert Event.objects.get().reporter == "bob"


def test_a_persons_token_without_the_team_is_400(api_of, bob, web):
    answer = api_of(bob, "events").post("/events", FAILED | {"pipeline": "web"})

    assert answer.json()["errors"] == [
        {"field": "pipeline", "message": "Name the pipeline as team/identifier, such as shop/web-portal."}
    ]


@pytest.mark.parametrize("scope", ["read", "write"])
def test_a_persons_token_needs_the_scope(api_of, bob, web, scope):
    answer = api_of(bob, scope).post("/events", FAILED | {"pipeline": "shop/web"})

    assert answer.status_code == 403
    assert answer.json()["title"] == "Missing scope"


def test_a_viewer_may_not_report(api_of, vera, web):
    assert api_of(vera).post("/events", FAILED | {"pipeline": "shop/web"}).status_code == 403


def test_a_stranger_gets_404(api_of, charlie, web):
    answer = api_of(charlie).post("/events", FAILED | {"pipeline": "shop/web"})

    assert answer.status_code == 404
    assert not Event.objects.exists()


def test_a_pipelines_token_reads_nothing(ci, step):
    paths = ("/steps", "/pipelines", "/deliveries", "/teams", "/credentials", f"/steps/{step.pk}")

    assert {ci.get(path).status_code for path in paths} == {401}

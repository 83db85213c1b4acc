"""A team with one of everything, and the whole cast around it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from allauth.usersessions.models import UserSession
from django.test import Client
from django.test.client import ClientHandler

from credentials.models import Credential
from notifications import intake
from notifications.models import Delivery, Hook, Pipeline, Step, Token
from notifications.reports import Report
from teams.models import AccessToken, Invitation, PasswordLink, Team
from tests.conftest import join, make_user
from tests.signing_in import sign_in

CAST = ("root", "alice", "bob", "vera", "charlie")
EVERYONE = (*CAST, "anonymous")

numbers = itertools.count(1)


@dataclass
class World:
    """People, sessions and tokens by name; `ids` fills the parameters of addresses."""

    shop: Team
    other: Team
    people: dict[str, Any]
    ids: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    handlers: dict[str, ClientHandler] = field(default_factory=dict)

    def browser(self, name: str, **how: Any) -> Client:
        """Return a browser in which this person is signed in; all of them share one loaded site."""
        client = Client(**how)
        client.handler = self.handlers.setdefault(str(how), client.handler)
        client.cookies.update(self.sessions.get(name, {}))
        return client

    def bearer(self, name: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[name]}"} if name in self.tokens else {}


def populated() -> World:
    """Make the cast, their sessions and their tokens for the API."""
    shop = Team.objects.create(slug="shop", name="Shop", language="en")
    other = Team.objects.create(slug="other", name="Other", language="en")
    people = {name: make_user(name, is_superuser=name == "root", language="en") for name in CAST}
    world = World(shop=shop, other=other, people=people)
    for name, team, role in (
        ("alice", shop, "owner"),
        ("bob", shop, "editor"),
        ("vera", shop, "viewer"),
        ("charlie", other, "owner"),
    ):
        join(people[name], team, role)
    for name, person in people.items():
        world.sessions[name] = sign_in(Client(), person).cookies
        world.tokens[name] = token_of(person)
    return world


def token_of(person: Any, *scopes: str) -> str:
    _, secret = AccessToken.mint(person, "tests", scopes=list(scopes or ("admin",)))
    return secret.reveal()


def session_of(person: Any) -> UserSession:
    """Sign a person in with one more browser and return its session, as the list of sessions has it."""
    key = sign_in(Client(), person).session.session_key
    return UserSession.objects.create(user=person, session_key=key, ip="127.0.0.1")


def new_key() -> str:
    return f"0123abcd-0000-4000-8000-{next(numbers):012d}"


def furnish(world: World, *, webhook: str = "") -> None:
    """Give the shop one of everything, and `ids` what its addresses need."""
    alice, shop = world.people["alice"], world.shop
    web = Pipeline.add(team=shop, identifier="web", name="Web portal", by=alice)
    ops = Credential.register(name="Ops group", webhook=webhook or new_key(), by=alice, teams=[shop])
    step = Step(team=shop, pipeline=web, name="Failures", credential=ops, language="en")
    step.store(by=alice)
    token, _ = Token.add(team=shop, pipeline=web, name="CI", by=alice)
    team_token, _ = Token.add(team=shop, pipeline=None, name="Team CI", by=alice)
    hook, _ = Hook.add(team=shop, pipeline=web, source="gitee", by=alice)
    team_hook, _ = Hook.add(team=shop, pipeline=None, source="gitee", by=alice)
    report = Report(source="api", pipeline="web", run="7", status="failed")
    receipt = intake.receive(report, pipeline=web, reporter="token CI")
    invitation, link = Invitation.issue(shop, "viewer", by=alice)
    join(make_user("mary"), shop, "editor")
    make_user("newcomer")
    world.ids |= {
        "team": "shop", "slug": "shop", "identifier": "web", "username": "mary", "source": "gitee",
        "step": step.pk, "credential": ops.pk, "event": receipt.event.pk,
        "delivery": receipt.deliveries[0].pk, "lane": receipt.deliveries[0].lane_id,
        "token": token.pk, "team_token": team_token.pk,
        "hook": hook.public_id, "team_hook": team_hook.public_id, "invitation": invitation.pk,
        "invitation_link": link.reveal(), "group_id": 1,
        "password_link": PasswordLink.issue(alice, by=world.people["root"]).reveal(),
        "session": session_of(alice).pk,
        "access_token": AccessToken.objects.get(user=alice).pk,
    }  # fmt: skip
    Delivery.objects.update(state="dead")

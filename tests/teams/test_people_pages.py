from __future__ import annotations

import pytest
from django.test import Client

from teams.left_to_do import left_by
from teams.models import AccessToken, AuditEntry, User
from tests.conftest import join, make_user
from tests.security.world import furnish, new_key, populated
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def titles(person):
    return {str(group.kind.title): [task.name for task in group.tasks] for group in left_by(person)}


@pytest.fixture
def left(keyring):
    """Alice made one of everything and left; mary owns the team now."""
    world = populated()
    furnish(world)
    step = world.shop.steps.get()
    step.mention_users = ["Alice.Li", "bob"]
    step.save()
    alice = world.people["alice"]
    alice.name_in_wecom("alice.li", by=world.people["root"])
    world.shop.memberships.get(user__username="mary").change_role("owner", by=alice)
    alice.deactivate(by=world.people["root"])
    return world


def test_the_list_tells_who_left_and_how_much_is_left_to_do(left):
    page = text(left.browser("root").get("/people/"))

    assert "Left · 6 things to do" in page
    assert page.count('href="/people/') == User.objects.count() + 1


@pytest.mark.parametrize(
    ("asked", "names"),
    [("q=VER", ["vera"]), ("state=left", ["alice"]), ("state=administrators", ["root"]), ("q=xyz", [])],
)
def test_the_list_is_narrowed(left, asked, names):
    answer = left.browser("root").get(f"/people/?{asked}")

    assert [row["person"].username for row in answer.context["rows"]] == names


def test_the_list_costs_the_same_for_many(left, django_assert_max_num_queries):
    browser = left.browser("root")
    for number in range(20):
        person = make_user(f"gone-{number}")
        join(person, left.shop, "viewer")
        person.deactivate(by=left.people["root"])

    with django_assert_max_num_queries(16):
        browser.get("/people/")


def test_what_a_person_knew_is_listed_until_it_is_replaced(left):
    alice, root, shop = left.people["alice"], left.people["root"], left.shop
    assert titles(alice) == {
        "Credentials": ["Ops group"],
        "Tokens of pipelines": [str(each) for each in shop.tokens.all()],
        "Hooks": [str(each) for each in shop.hooks.all()],
        "Notification rules": ["Failures"],
    }

    step = shop.steps.get()
    step.credential.replace_key(new_key(), by=root)
    for each in (*shop.tokens.all(), *shop.hooks.all()):
        each.revoke(by=root)
    step.mention_users = ["bob"]
    step.store(by=root)

    assert titles(alice) == {}
    assert "Nothing is left to do" in text(left.browser("root").get("/people/alice/"))


def test_a_key_is_known_to_whoever_typed_it_in_last(left):
    mary = User.objects.get(username="mary")

    left.shop.steps.get().credential.replace_key(new_key(), by=mary)

    assert titles(mary) == {"Credentials": ["Ops group"]}


def test_a_mention_in_the_text_counts(left):
    step = left.shop.steps.get()
    step.mention_users, step.custom_content = [], "Ask <@ALICE>"
    step.save()

    assert "Notification rules" in titles(left.people["alice"])


def test_the_page_leads_to_where_each_thing_is_replaced(left):
    page = text(left.browser("root").get("/people/alice/"))

    for href in (
        f"/credentials/{left.ids['credential']}/key/",
        "/pipelines/shop/web/",
        "/teams/shop/connections/",
        f"/steps/{left.ids['step']}/",
    ):
        assert f'href="{href}"' in page


def test_an_administrator_deactivates_and_lets_in_again(as_user, root, bob):
    client = as_user(root)

    gone = client.post("/people/bob/leaving/", follow=True)
    back = client.post("/people/bob/return/", follow=True)

    assert "This person can no longer sign in" in text(gone)
    assert "Deactivate" in text(back)
    assert [entry.verb for entry in AuditEntry.objects.filter(actor=root)][:2] == [
        "person.reactivated",
        "person.deactivated",
    ]


def test_a_refusal_is_told_on_the_page(as_user, root, alice):
    client = as_user(root)
    page = client.get("/people/alice/")
    answer = client.post("/people/alice/leaving/")

    assert "First make somebody else an owner of:" in text(page)
    assert answer.status_code == 422
    assert "alice is the last owner of Shop: make somebody else an owner first." in text(answer)


def test_an_administrator_signs_somebody_out(as_user, root, bob):
    browser = sign_in(Client(), bob)

    answer = as_user(root).post("/people/bob/sign-out/", follow=True)

    assert "bob is signed out everywhere." in text(answer)
    assert browser.get("/profile/").status_code == 302


def test_tokens_are_counted(as_user, root, bob):
    AccessToken.mint(bob, "CI", scopes=["read"])

    assert as_user(root).get("/people/bob/").context["tokens"] == 1


@pytest.mark.parametrize("wecom_id", ["bob.wang", ""])
def test_the_wecom_account_is_kept_and_audited(as_user, root, bob, wecom_id):
    bob.name_in_wecom("old", by=root)

    as_user(root).post("/people/bob/", {"wecom_id": wecom_id})

    assert User.objects.get(pk=bob.pk).wecom_id == wecom_id
    entry = AuditEntry.objects.filter(verb="person.changed").first()
    assert (entry.before, entry.after) == ({"wecom_id": "old"}, {"wecom_id": wecom_id})


def test_a_wecom_account_that_is_too_long_comes_back(as_user, root, bob):
    assert as_user(root).post("/people/bob/", {"wecom_id": "x" * 65}).status_code == 422


@pytest.mark.parametrize("name", ["alice", "nobody"])
def test_others_learn_nothing_of_who_is_there(as_user, bob, alice, name):
    assert as_user(bob).get(f"/people/{name}/").status_code == 403


def test_a_team_sees_which_member_left(as_user, root, alice, bob):
    bob.deactivate(by=root)

    page = text(as_user(alice).get("/teams/shop/"))

    assert page.count('<span class="pill state off">Left</span>') == 1

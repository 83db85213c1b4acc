from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sealing import tokens
from teams.models import AccessToken, AuditEntry, User
from tests.conftest import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def run(*arguments):
    out, err = StringIO(), StringIO()
    call_command(*arguments, stdout=out, stderr=err)
    return out.getvalue()


def path_of(printed):
    return re.fullmatch(r"http://127\.0\.0\.1:8000(/password-links/wcn_\w{38}/)\n", printed)[1]


def choose(client, path, password=PASSWORD):
    client.get(path)
    return client.post("/password-links/choice/", {"new_password1": password, "new_password2": password})


def test_an_administrator_chooses_a_password_by_the_link(client):
    path = path_of(run("create_admin", "li.lei@example.com"))

    answer = choose(client, path)

    user = User.objects.get()
    assert answer["Location"] == "/"
    assert (user.username, user.email, user.is_superuser) == ("li.lei", "li.lei@example.com", True)
    assert user.check_password(PASSWORD)
    assert client.get("/teams/").status_code == 200


@pytest.mark.asvs("V6.4.1")
def test_the_link_works_once(client):
    path = path_of(run("create_admin", "root@example.com"))
    choose(client, path)
    client.logout()

    assert client.get(path).status_code == 404
    assert client.post("/password-links/choice/").status_code == 404


def test_a_second_run_gives_a_fresh_link_and_ends_the_first(client):
    first = path_of(run("create_admin", "root@example.com"))
    second = path_of(run("create_admin", "ROOT@example.com"))

    assert client.get(first).status_code == 404
    assert choose(client, second).status_code == 302
    assert User.objects.count() == 1


def test_a_person_who_has_an_account_becomes_an_administrator():
    make_user("alice")

    run("create_admin", "alice@example.com")

    assert User.objects.get().is_superuser
    assert [entry.verb for entry in AuditEntry.objects.all()] == [
        "password_link.issued",
        "person.made_administrator",
    ]


def test_a_user_name_that_is_taken_gets_a_number():
    User.objects.create_user("Root", "first@example.com")

    run("create_admin", "root@example.com")

    assert User.objects.get(email="root@example.com").username == "root2"


@pytest.mark.parametrize("password", ["short", "password1234", "li.lei@example.com"])
def test_a_weak_password_is_refused(client, password):
    path = path_of(run("create_admin", "li.lei@example.com"))

    assert choose(client, path, password).status_code == 422
    assert not User.objects.get().has_usable_password()


def test_what_is_no_address_is_named():
    with pytest.raises(CommandError) as refused:
        run("create_admin", "root")

    assert str(refused.value) == "root is no e-mail address: write one such as admin@example.com."


@pytest.mark.parametrize(
    ("arguments", "scopes"),
    [
        ([], ["admin"]),
        (["--scope", "read"], ["read"]),
        (["--scope", "read", "--scope", "events"], ["read", "events"]),
        (["--scope", "read,events"], ["read", "events"]),
        (["--scope=write"], ["write"]),
    ],
)
def test_a_token_is_printed_alone(alice, arguments, scopes):
    printed = run("create_access_token", "alice", *arguments)

    assert printed.endswith("\n")
    assert tokens.is_well_formed(printed.strip())
    found = AccessToken.authenticate(printed.strip())
    assert (found.user, found.scopes, found.name) == (alice, scopes, "command line")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nobody"], "Nobody here has the user name or e-mail address nobody: check it, capitals count."),
        (["alice", "--scope", "all"], "all is no scope: choose of admin, write, read, events."),
    ],
)
def test_a_token_for_nobody_or_nothing_is_refused(alice, arguments, message):
    with pytest.raises(CommandError) as refused:
        run("create_access_token", *arguments)

    assert str(refused.value) == message
    assert not AccessToken.objects.exists()


def test_a_person_is_also_known_by_the_address(alice):
    printed = run("create_access_token", "Alice@example.com")

    assert AccessToken.authenticate(printed.strip()).user == alice

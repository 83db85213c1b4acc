"""A rule can use a credential that is shared with its team; its line says how it fares."""

from __future__ import annotations

from credentials.answers import Answer, Outcome
from tests.pages.reading import chosen, errors_at, options


def test_only_those_shared_with_the_steps_team_are_offered(as_user, root, register, step, ops, other):
    register("Everybody's", for_all=True)
    register("Theirs", teams=[other])

    offered = options(as_user(root).get(f"/steps/{step.pk}/"), "credential")

    assert [line.split(" · ")[0] for line in offered] == ["Choose a credential", "Everybody's", "Ops group"]


def test_a_foreign_credential_is_refused_at_the_field(as_user, bob, register, other, fill):
    theirs = register("Theirs", teams=[other])

    answer = as_user(bob).post("/steps/new/", fill(credential=str(theirs.pk)))

    assert answer.status_code == 422
    assert errors_at(answer, "credential") == [
        "Select a valid choice. That choice is not one of the available choices."
    ]


def test_a_credential_of_another_team_of_mine_is_refused_with_the_way_on(
    as_user, root, register, other, fill
):
    theirs = register("Theirs", teams=[other])

    answer = as_user(root).post("/steps/new/", fill(credential=str(theirs.pk)))

    assert errors_at(answer, "credential") == [
        "This credential is disabled, or not shared with Shop. Choose another or ask an administrator."
    ]


def test_a_line_names_the_end_of_the_key_and_that_it_was_not_used(as_user, bob, step, ops):
    (_nothing, line) = options(as_user(bob).get(f"/steps/{step.pk}/"), "credential")

    assert line == f"Ops group · key=…{ops.key_hint} · not used yet"


def test_a_line_names_what_became_of_the_last_message(as_user, bob, step, ops):
    ops.record_use(Answer(outcome=Outcome.DEAD_ROBOT, http_status=200, errcode=93000))

    (_nothing, line) = options(as_user(bob).get(f"/steps/{step.pk}/"), "credential")

    assert line.startswith(f"Ops group · key=…{ops.key_hint} · The robot is gone ")


def test_the_only_credential_is_chosen_already(as_user, bob, ops, register, shop):
    assert chosen(as_user(bob).get("/steps/new/"), "credential") == str(ops.pk)

    register("Second", teams=[shop])
    assert as_user(bob).get("/steps/new/").context["form"].initial["credential"] is None


def test_a_disabled_one_that_the_step_has_is_shown_and_refused(as_user, bob, root, step, ops, fill):
    ops.change(by=root, is_enabled=False)

    page = as_user(bob).get(f"/steps/{step.pk}/")
    answer = as_user(bob).post(f"/steps/{step.pk}/", fill())

    assert options(page, "credential")[1].endswith(" · disabled")
    assert answer.status_code == 422


def test_owners_add_one_beside_the_form_and_editors_do_not(as_user, alice, bob, step):
    owners = as_user(alice).get(f"/steps/{step.pk}/").content.decode()
    editors = as_user(bob).get(f"/steps/{step.pk}/").content.decode()

    assert 'data-dialog="New credential" data-into="#id_credential"' in owners
    assert 'href="/credentials/new/" target="_blank"' in owners
    assert "data-dialog" not in editors

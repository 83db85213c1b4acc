"""Commands know every sealed value there is: what a room seals, it signs up, or this fails."""

from __future__ import annotations

from operator import attrgetter

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Q

from sealing.boxes import box
from sealing.keyring import Keyring
from sealing.keys import Purpose
from sealing.secret import Secret
from teams import audit_triggers, sealed_values
from teams.models import AuditEntry
from teams.sealed_values import KeyUser, SealedValues

# It remembers keys that are gone and needs none.
NAMES_NO_LIVING_KEY = ("RetiredKey", "key_id")


def columns(named):
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if named(field.name):
                yield model.__name__, field.name


def signed_up():
    return {(user.model.__name__, user.column) for user in sealed_values.key_users()}


def test_every_sealed_column_is_signed_up():
    found = set(columns(lambda name: name.startswith("sealed_")))

    assert {("Credential", "sealed_key"), ("Hook", "sealed_secret")} <= found
    assert found <= signed_up()


def test_every_column_that_names_a_key_is_signed_up():
    assert set(columns(lambda name: name == "key_id")) - {NAMES_NO_LIVING_KEY} <= signed_up()


def test_seeds_of_factors_are_signed_up_where_they_are_sealed(settings):
    assert not hasattr(settings, "MFA_ADAPTER") or ("Authenticator", "data") in signed_up()


@pytest.fixture
def seeds(monkeypatch, keyring, db):
    """A kind of values that lie in a member of a JSON column, beside rows that have none."""
    values = SealedValues(
        kind="seed", model=AuditEntry, column="after", member="seed", only=Q(verb="seed"),
        purpose=Purpose.TOTP, bound_to=attrgetter("target"),
    )  # fmt: skip
    monkeypatch.setattr("teams.sealed_values._users", [values])
    audit_triggers.lift(connection)  # these tests write where they find JSON
    for target in ("a", "b"):
        token = box(Secret(f"seed of {target}"), keyring=keyring, context_text=target, purpose=Purpose.TOTP)
        AuditEntry.objects.create(verb="seed", target=target, after={"seed": token, "used": 0})
    AuditEntry.objects.create(verb="seed", target="none", after={"used": 0})
    AuditEntry.objects.create(verb="other", target="none", after={"seed": "no seed"})
    return values


def test_a_member_of_a_json_column_is_counted_and_found(seeds, keyring):
    newer = keyring.with_new_symmetric_key(Purpose.TOTP)

    assert seeds.rows_by_key_id() == {keyring.primary_symmetric(Purpose.TOTP).key_id: 2}
    assert seeds.under_other_keys(keyring).count() == 0
    assert {row.target for row in seeds.under_other_keys(newer)} == {"a", "b"}


def test_a_member_is_replaced_and_its_neighbours_stay(seeds):
    row = seeds.rows().get(target="a")

    assert seeds.replace(row, "another")
    assert seeds.rows().get(target="a").after == {"seed": "another", "used": 0}


def test_a_row_that_somebody_changed_meanwhile_keeps_what_they_wrote(seeds):
    row = seeds.rows().get(target="a")
    seeds.rows().filter(pk=row.pk).update(after={**row.after, "used": 1})

    assert not seeds.replace(row, "another")
    assert seeds.rows().get(target="a").after == {**row.after, "used": 1}


def test_what_only_names_a_key_is_counted(seeds):
    links = KeyUser(kind="link", model=AuditEntry, column="target", purpose=Purpose.AUDIT)

    assert links.rows_by_key_id() == {"a": 1, "b": 1, "none": 2}


def test_values_of_a_keyring_that_is_another_are_lacking(seeds, keyring, settings):
    assert sealed_values.lacking() == {}

    Keyring.create().write(settings.KEYRING_FILE)
    assert sealed_values.lacking() == {keyring.primary_symmetric(Purpose.TOTP).key_id: 2}


def test_a_kind_is_known_once(seeds):
    sealed_values.sign_up(seeds)

    assert sealed_values.kinds() == (seeds,)

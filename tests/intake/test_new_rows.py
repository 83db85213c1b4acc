"""What is made often is made as the model itself makes it."""

from __future__ import annotations

import pytest

from notifications.models import Delivery, Event, Pipeline
from notifications.new_rows import New


def columns_of(instance):
    return {each.attname: getattr(instance, each.attname) for each in instance._meta.concrete_fields}


@pytest.mark.parametrize("model", [Delivery, Event])
def test_an_instance_is_what_the_model_makes(model):
    made, plain = New(model)(), model()
    assert columns_of(made) == columns_of(plain)
    assert made._state.adding
    assert made._state.db is None


def test_what_is_given_takes_the_place_of_defaults():
    made = New(Delivery)(team_id=3, step_name="Failures")
    assert (made.team_id, made.step_name) == (3, "Failures")


def test_no_two_instances_share_what_can_be_changed():
    new = New(Event)
    new().facts["url"] = "https://ci.example.com"
    new().decisions.append({})
    assert (new().facts, new().decisions) == ({}, [])


def test_a_related_instance_can_be_set(shop):
    made = New(Delivery)()
    made.team = shop
    assert (made.team_id, made.team) == (shop.pk, shop)


def test_a_column_that_does_not_exist_is_refused():
    with pytest.raises(TypeError, match=r"^Delivery has no column called colour, team\.$"):
        New(Delivery)(team="shop", colour="red")


@pytest.mark.django_db
def test_it_is_stored_like_any_other(shop):
    made = New(Pipeline)(team_id=shop.pk, identifier="web", name="Web")
    made.save()
    assert Pipeline.objects.get() == made

"""Turns that no ordinary call takes: two first events at once, a test that ends without a call."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from notifications import examples, reporters
from notifications.api import hooks
from notifications.api.test_answers import answered
from notifications.delivery.test_messages import TestResult
from notifications.models import Delivery, Event, Hook, Step, Token
from notifications.models.pipeline import taken_identifiers_named
from notifications.reports import Report
from notifications.sources.registry import capability_of
from notifications.vocabulary import EVERYTHING, NotificationEvent

pytestmark = pytest.mark.django_db


def test_the_slower_of_two_first_events_finds_the_pipeline(shop, web, alice):
    token, _ = Token.add(team=shop, pipeline=None, name="CI", by=alice)

    assert reporters.of_token(token).created("web", "Web") == web


def test_what_the_database_refuses_is_told_in_words():
    with pytest.raises(ValidationError) as caught, taken_identifiers_named():
        raise IntegrityError

    assert caught.value.message_dict == {
        "identifier": ["This team already has a pipeline with this identifier."]
    }


def test_a_text_that_is_no_token_is_nobodys(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert reporters.token_of("wcn_nonsense") is None


def test_a_test_that_ended_without_a_call_tells_the_reason():
    delivery = Delivery(pk=5, state="dead")
    status = answered(TestResult(deliveries=(delivery,), messages=(), reason="No keyring."))

    assert status.status_code == 200
    assert (status.value["accepted"], status.value["meaning"]) == (False, "No keyring.")


def test_a_webhook_that_reports_several_things_gets_several_answers(rf, monkeypatch, web, alice, keyring):
    hook, _ = Hook.add(team=web.team, pipeline=web, source="gitee", by=alice)
    both = tuple(Report(source="gitee", pipeline="", run="1", status=s) for s in ("failed", "succeeded"))

    class Several:
        has_attempts = True

        def verify(self, request, secret, now):
            pass

        def parse(self, request):
            return both

    monkeypatch.setattr(hooks, "source_of", lambda slug: Several())
    request = rf.post("/", b"{}", content_type="application/json")
    answer = hooks.receive_hook(request, "gitee", hook.public_id)

    assert answer.status_code == 202
    assert Event.objects.count() == 2


def test_a_credential_that_can_be_none_is_404(api_of, root):
    assert api_of(root).post("/credentials/none/test-messages").status_code == 404


def test_an_events_source_tells_what_it_can_carry():
    assert NotificationEvent.STARTED not in capability_of("gitee").events
    assert capability_of("gone") is EVERYTHING


def test_a_teams_step_is_tried_on_a_made_up_pipeline(shop):
    step = Step(team=shop, language="en", task="Build")

    made_up = examples.sample(step)

    assert (made_up.team, made_up.task, made_up.pipeline_name) == ("Shop", "Build", "Online shop")
    assert examples.of_report(Report(source="api", pipeline="x", run="1", status="failed"), step).run == "1"


def test_many_conditions_are_refused(api_of, bob, web, credential):
    condition = {"variable": "BRANCH", "operator": "equals", "value": "x"}
    body = {
        "pipeline": "shop/web",
        "name": "N",
        "credential": str(credential.pk),
        "conditions": [condition] * 21,
    }

    assert api_of(bob).post("/steps", body).json()["errors"] == [
        {"field": "conditions", "message": "At most 20 conditions are kept."}
    ]

from __future__ import annotations

import pytest

from credentials.models import Credential
from notifications.models import Delivery, Lane

pytestmark = pytest.mark.django_db


def test_a_matching_step_owes_the_text_that_was_rendered_then(add_step, report):
    step = add_step(custom_content="Branch ${BRANCH}")
    (delivery,) = report("failed", branch="main").deliveries
    step.custom_content = "changed"
    step.save(update_fields=["custom_content"])
    delivery.refresh_from_db()
    content = delivery.body["markdown"]["content"]
    assert content.endswith("Branch main")
    assert delivery.content_bytes == len(content.encode())


def test_it_names_step_credential_pipeline_and_team(add_step, report, ops, web, shop):
    step = add_step(on_ambiguous="hold")
    receipt = report("failed")
    (delivery,) = receipt.deliveries
    assert (delivery.step, delivery.step_name) == (step, "Failures")
    assert (delivery.credential, delivery.credential_name, delivery.lane_id) == (ops, "ops", ops.robot_id)
    assert (delivery.event, delivery.pipeline, delivery.team) == (receipt.event, web, shop)
    assert (delivery.on_ambiguous, delivery.is_test, delivery.state) == ("hold", False, "pending")


def test_the_robots_lane_is_made_and_armed_once(add_step, report, ops):
    add_step()
    report("failed", run="1")
    (lane,) = Lane.objects.all()
    report("failed", run="2")
    assert (lane.pk, Lane.objects.get().wake_at) == (ops.robot_id, lane.wake_at)


def test_a_lane_that_waits_rightly_is_not_woken_by_more_messages(add_step, report):
    add_step()
    event = report("failed", run="1").event
    held_until = event.received_at.replace(year=event.received_at.year + 1)
    Lane.objects.update(wake_at=held_until)
    report("failed", run="2")
    assert Lane.objects.get().wake_at == held_until


def test_an_urgent_step_owes_urgent_messages(add_step, report):
    add_step(urgent=True)
    assert report("failed").deliveries[0].rank == 1


def test_a_second_message_that_mentions_follows_the_first(add_step, report):
    add_step(message_type="markdown_v2", mention_users=["lilei"])
    message, mention = report("failed").deliveries
    assert (message.part, mention.part) == ("message", "mention")
    assert Delivery.objects.get(pk=mention.pk).follows == message
    assert message.pk < mention.pk


def test_two_steps_of_one_robot_keep_message_and_mention_together(add_step, report):
    for name in ("one", "two"):
        add_step(name=name, mention_all=True)
    owed = report("failed").deliveries
    assert [(each.step_name, each.part) for each in owed] == [
        ("one", "message"),
        ("one", "mention"),
        ("two", "message"),
        ("two", "mention"),
    ]
    assert [each.follows_id for each in owed] == [None, owed[0].pk, None, owed[2].pk]


def test_a_disabled_credential_owes_a_held_message(add_step, report, ops):
    add_step()
    Credential.objects.filter(pk=ops.pk).update(is_enabled=False)
    (delivery,) = report("failed").deliveries
    assert (delivery.state, delivery.reason) == ("held", "credential_disabled")
    assert Lane.objects.get().wake_at is None


def test_a_credential_that_is_no_longer_shared_owes_a_held_message(add_step, report, ops):
    add_step()
    Credential.objects.filter(pk=ops.pk).update(is_shared_with_all=False)
    (delivery,) = report("failed").deliveries
    assert (delivery.state, delivery.reason) == ("held", "credential_not_shared")


def test_it_keeps_what_a_merge_would_say(add_step, report):
    add_step(
        custom_content="\n${GITEE_COMMENT}\nSee ${RUN_URL}\nmore",
        mention_users=["hanmeimei"],
        mention_trigger_user=True,
    )
    (delivery,) = report(run="7", task="test", url="https://ci/7", triggered_by="lilei").deliveries
    assert delivery.digest == {
        "occurrence": "failed",
        "status": "failed",
        "pipeline": "Web",
        "run": "7",
        "task": "test",
        "url": "https://ci/7",
        "line": "See https://ci/7",
        "language": "zh-hans",
        "mentions": {"users": ["hanmeimei", "lilei"], "all": False},
    }


def test_without_custom_content_a_merge_says_the_facts_alone(add_step, report):
    add_step(mention_trigger_user=True)
    (delivery,) = report("failed").deliveries
    assert (delivery.digest["line"], delivery.digest["mentions"]["users"]) == ("", [])


@pytest.mark.parametrize(
    ("message_type", "written", "line"),
    [
        ("markdown", "**${COMMIT_TITLE}**", "fix: a **b**"),
        ("markdown_v2", "*${BRANCH}* ~~old~~ 2 * 3", "main old 2 * 3"),
        ("text", "**${BRANCH}**", "**main**"),
    ],
)
def test_a_merged_message_tells_the_first_line_without_its_emphasis(
    add_step, report, message_type, written, line
):
    add_step(message_type=message_type, custom_content=written)
    delivery = report("failed", branch="main", commit_message="fix: a **b**").deliveries[0]
    assert Delivery.objects.get(pk=delivery.pk).digest["line"] == line

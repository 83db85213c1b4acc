"""A robot's queue is read and steered over the API by those who keep one of its credentials."""

from __future__ import annotations

import pytest

from notifications.models import Delivery, Lane

pytestmark = pytest.mark.django_db

EMPTY = {
    "standing": "empty", "reason": "", "waiting": 0, "oldest": None, "next_at": None, "held_until": None,
    "paused_at": None, "muted_until": None,
}  # fmt: skip


@pytest.fixture
def of(credential):
    return f"/credentials/{credential.pk}"


@pytest.fixture
def waiting(ci, step):
    for run in ("1", "2", "3"):
        ci.post("/events", {"run": run, "status": "failed"})


def test_a_queue_that_nobody_used_is_empty(api_of, vera, of):
    answer = api_of(vera).get(f"{of}/queue")

    assert (answer.status_code, answer.json()) == (200, EMPTY)
    assert not Lane.objects.exists()


def test_it_tells_what_waits(api_of, vera, of, waiting):
    told = api_of(vera).get(f"{of}/queue").json()

    assert (told["standing"], told["waiting"]) == ("busy", 3)
    assert told["oldest"]
    assert told["next_at"]


def test_its_keepers_pause_and_resume_it(api_of, root, of, waiting):
    api = api_of(root)
    paused = api.put(f"{of}/pause").json()

    assert (paused["standing"], paused["next_at"]) == ("paused", None)
    assert paused["paused_at"]
    assert api.delete(f"{of}/pause").status_code == 204
    assert api.get(f"{of}/queue").json()["paused_at"] is None


def test_a_paused_queue_is_not_tried(api_of, root, of, waiting):
    api = api_of(root)
    assert api.post(f"{of}/probes").status_code == 200
    api.put(f"{of}/pause")
    answer = api.post(f"{of}/probes")

    assert answer.status_code == 409
    assert answer.json()["detail"] == "This queue is paused. Resume it, then it is tried by itself."


def test_a_dry_run_counts_and_changes_nothing(api_of, root, of, waiting):
    answer = api_of(root).post(f"{of}/merged-messages", {"dry_run": True})

    assert answer.json() == {"dry_run": True, "count": 3, "messages": 1}
    assert Lane.objects.get().flushed_at is None


def test_all_that_waits_is_sent_as_one(api_of, root, of, waiting):
    answer = api_of(root).post(f"{of}/merged-messages", {})

    assert answer.json() == {"dry_run": False, "count": 3, "messages": 1}
    lane = Lane.objects.get()
    assert all(lane.is_flushing(each.due_at) for each in Delivery.objects.all())


@pytest.mark.parametrize(
    ("method", "path"),
    [("put", "pause"), ("delete", "pause"), ("post", "probes"), ("post", "merged-messages")],
)
def test_who_keeps_none_of_its_credentials_may_not(api_of, bob, charlie, of, waiting, method, path):
    assert api_of(bob).call(method, f"{of}/{path}", {}).status_code == 403
    assert api_of(charlie).call(method, f"{of}/{path}", {}).status_code == 404

from __future__ import annotations

import re

import pytest

from wecomnotify.api import api

pytestmark = pytest.mark.django_db


def test_everybody_reads_it_signed_in_or_not(client, as_user, vera):
    for answer in (client.get("/api/v1/docs"), as_user(vera).get("/api/v1/docs")):
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "POST /api/v1/events" in page
        assert "POST /api/v1/credentials/{credential_id}/test-messages" in page
        assert "idempotency_key" in page


def test_it_keeps_the_policy_and_needs_no_other_host(client):
    answer = client.get("/api/v1/docs")

    page = answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert not re.search(r"<style|style=| on\w+=\"|<script(?![^>]*src=)", page)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)


def test_every_call_has_its_place(client):
    page = client.get("/api/v1/docs").content.decode()

    calls = [(m.upper(), p) for p, methods in api.get_openapi_schema()["paths"].items() for m in methods]
    assert calls
    assert [call for call in calls if f"{call[0]} {call[1]}" not in page] == []

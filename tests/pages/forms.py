"""A rule's form as a browser sends it when nothing but what is required was touched."""

from __future__ import annotations

FILLED = {
    "name": "Failures",
    "task": "",
    "events": ["failed"],
    "content_fields": [
        "pipeline_name",
        "stage_name",
        "task_name",
        "triggered_by",
        "trigger_type",
        "task_url",
    ],
    "custom_content": "",
    "mentions": "",
    "message_type": "markdown",
    "language": "en",
    "on_ambiguous": "resend",
    "is_enabled": "on",
    "conditions-TOTAL_FORMS": "2",
    "conditions-INITIAL_FORMS": "0",
    "conditions-0-variable": "",
    "conditions-0-operator": "equals",
    "conditions-0-value": "",
    "conditions-1-variable": "",
    "conditions-1-operator": "equals",
    "conditions-1-value": "",
}

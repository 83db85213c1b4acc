"""The generated halves of docs/access.md and docs/limits.md, out of the code they tell of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps

from credentials import importing, webhook_urls
from notifications import event_members, mentions, step_rules
from notifications.api import event_batches, mutes
from notifications.delivery import test_limit
from notifications.vocabulary import message_types
from teams import access_record, permissions, sign_in_record
from teams.api import paging, strict_json
from teams.roles import Role
from tests.security.calls_table import CALLS
from tests.security.pages_table import DEVELOPMENT, PAGES
from wecomnotify.api import api

ROOT = Path(__file__).resolve().parents[2]
BEGINS = "<!-- made by `python -m tests.documents` from here on -->\n"
OURS = ("teams", "credentials", "notifications")
LIMITS = [
    ("Body of a call", strict_json.BODY_MAX_BYTES, "bytes"),
    ("Levels of its JSON", strict_json.DEPTH_MAX, ""),
    ("Body of a batch of events", event_batches.BATCH_MAX_BYTES, "bytes"),
    ("Events in a batch", event_batches.EVENTS_MAX, ""),
    ("Rows of a page of a list", paging.LIMIT_MAX, ""),
    ("Variables of an event", event_members.VARIABLES_MAX, ""),
    ("Name of a variable", event_members.VARIABLE_NAME_MAX_LENGTH, "characters"),
    ("Own content of a rule", step_rules.CUSTOM_CONTENT_MAX_LENGTH, "characters"),
    ("Conditions of a rule", step_rules.CONDITIONS_MAX, ""),
    ("People a rule mentions", mentions.USERS_MAX, ""),
    ("Mute, in one go", mutes.HOURS_MAX, "hours"),
    ("Address or key of a robot, as pasted", webhook_urls.INPUT_MAX_CHARACTERS, "characters"),
    ("Lines of an import of credentials", importing.LINES_MAX, ""),
    ("Markdown message", message_types.MARKDOWN_MAX_BYTES, "bytes"),
    ("Text message", message_types.TEXT_MAX_BYTES, "bytes"),
    ("Test messages of a person, a minute", test_limit.PER_MINUTE, ""),
    ("Denied accesses of a person in the audit trail, a minute", access_record.DENIED_PER_MINUTE, ""),
    ("Failed sign-ins of an address in the audit trail, a minute", sign_in_record.FAILED_PER_MINUTE, ""),
]
WHO = "administrator | owner | editor | viewer | stranger | not signed in"


def table(head: str, rows: list[str]) -> str:
    """Return a table of Markdown."""
    return "\n".join([f"| {head} |", "|" + " --- |" * (head.count("|") + 1), *rows]) + "\n"


def access() -> str:
    """Say who may do what: verbs and roles, then the answers of every page and call to six people."""
    verbs = [
        f"| `{verb}` | {' | '.join('yes' if role in roles else '–' for role in (Role.OWNER, Role.EDITOR, Role.VIEWER))} |"  # noqa: E501
        for verb, roles in permissions.ROLES.items()
    ]
    pages = [
        f"| `/{route}` | {method} | {' | '.join(map(str, codes))} |"
        for route, row in PAGES.items()
        if route not in DEVELOPMENT
        for method, codes in (("GET", row.get), ("POST", row.post))
        if set(codes) != {405, "sign in"}
    ]
    calls = [f"| `{call}` | {' | '.join(map(str, row.codes))} |" for call, row in CALLS.items()]
    return "\n".join(
        [
            "## What a role allows\n",
            table("verb | owner | editor | viewer", verbs),
            "## Pages\n",
            table(f"address | method | {WHO}", pages),
            "## Calls of the API\n",
            table(f"call | {WHO}", calls),
        ]
    )


def limits() -> str:
    """Say the limits of use, what bodies of the API may hold, and how long stored texts are."""
    uses = [
        f"| {what} | {value:,} {unit} |".replace(" |", " |").replace("  ", " ")
        for what, value, unit in LIMITS
    ]
    return "\n".join(
        [
            "## Limits of use\n",
            table("what | at most", uses),
            "## Bodies of the API\n",
            table("body | member | rule", _members()),
            "## Stored texts\n",
            table("of | text | at most", _texts()),
        ]
    )


def _members() -> list[str]:
    found = []
    for name, schema in api.get_openapi_schema()["components"]["schemas"].items():
        if schema.get("additionalProperties") is False:
            needed = schema.get("required", [])
            for member, told in schema["properties"].items():
                found.append(
                    f"| {name} | `{member}` | {_rule(told)}{', required' if member in needed else ''} |"
                )
    return found


def _rule(told: dict[str, Any]) -> str:
    kinds = told.get("anyOf", [told])
    words = " or ".join(each.get("type") or each.get("$ref", "anything").rpartition("/")[2] for each in kinds)
    bounds = {"maxLength": "length up to", "minimum": "from", "maximum": "up to", "maxItems": "items up to"}
    more = [f"{text} {each[key]}" for each in kinds for key, text in bounds.items() if key in each]
    return ", ".join([words, *more])


def _texts() -> list[str]:
    return [
        f"| {model._meta.label} | `{field.name}` | {field.max_length} |"
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for field in model._meta.concrete_fields
        if field.max_length and not field.is_relation
    ]


DOCUMENTS = {"docs/access.md": access, "docs/limits.md": limits}


def current(name: str) -> str:
    """Return a document as it should be: what was written by hand, and behind it what is made."""
    by_hand = (ROOT / name).read_text(encoding="utf-8").partition(BEGINS)[0]
    return by_hand + BEGINS + "\n" + DOCUMENTS[name]()

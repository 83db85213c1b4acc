"""The API's documentation as a page: made from the OpenAPI document, by the server, without any script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from wecomnotify.api import api

if TYPE_CHECKING:
    from django.http import HttpRequest

JSON = "application/json"


@dataclass(frozen=True, kw_only=True)
class Member:
    """A member of a body or answer, or a parameter: its kind in words, such as `list of text`."""

    name: str
    kind: str
    is_required: bool
    description: str


@dataclass(frozen=True, kw_only=True)
class Call:
    """One method of one address."""

    method: str
    path: str
    anchor: str
    summary: str
    description: str
    parameters: list[Member]
    body: list[Member]
    answers: list[tuple[str, str, list[Member]]]


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show every call, in groups."""
    page = "api_docs.html" if request.user.is_authenticated else "api_docs_open.html"
    return TemplateResponse(request, f"wecomnotify/{page}", {"groups": groups()})


@cache
def groups() -> dict[str, list[Call]]:
    """Return the calls by their tag, in the order of the document."""
    document = api.get_openapi_schema()
    found: dict[str, list[Call]] = {}
    for path, methods in document["paths"].items():
        for method, call in methods.items():
            tag = (call.get("tags") or ["other"])[0]
            found.setdefault(tag, []).append(_call(path, method, call, document["components"]["schemas"]))
    return found


def _call(path: str, method: str, call: Mapping[str, Any], schemas: Mapping[str, Any]) -> Call:
    body = call.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema", {})
    description = _plain(call.get("description", ""))
    return Call(
        method=method.upper(),
        path=path,
        anchor=call["operationId"],
        summary=description.partition("\n")[0] or call.get("summary", ""),
        description=description.partition("\n")[2].strip(),
        parameters=[_parameter(each, schemas) for each in call.get("parameters", [])],
        body=list(_members(body, schemas)),
        answers=list(_answers(call["responses"], schemas)),
    )


def _answers(
    responses: Mapping[Any, Any], schemas: Mapping[str, Any]
) -> Iterator[tuple[str, str, list[Member]]]:
    for code, response in responses.items():
        if code != "default":
            schema = response.get("content", {}).get(JSON, {}).get("schema", {})
            yield str(code), _kind(schema, schemas) if schema else "", list(_members(schema, schemas))


def _parameter(parameter: Mapping[str, Any], schemas: Mapping[str, Any]) -> Member:
    return Member(
        name=parameter["name"],
        kind=_kind(parameter["schema"], schemas),
        is_required=parameter.get("required", False),
        description=_plain(parameter.get("description", "")),
    )


def _members(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[Member]:
    schema = _looked_up(schema, schemas)
    for name, member in schema.get("properties", {}).items():
        yield Member(
            name=name,
            kind=_kind(member, schemas),
            is_required=name in schema.get("required", []),
            description=_plain(member.get("description", "")),
        )


def _looked_up(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema itself, or the one it names; of several the first that has members."""
    if "$ref" in schema:
        found: Mapping[str, Any] = schemas[schema["$ref"].rsplit("/", 1)[-1]]
        return found
    several = (_looked_up(each, schemas) for each in schema.get("anyOf", []))
    return next((each for each in several if "properties" in each), schema)


def _plain(markdown: str) -> str:
    """Return a description for a page that reads no Markdown."""
    return markdown.replace("`", "")


KINDS = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}


def _kind(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind(each, schemas) for each in schema["anyOf"]))
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"list of {_kind(schema.get('items', {}), schemas)}"
    if schema.get("format") == "date-time":
        return "time"
    return KINDS.get(kind, str(schema.get("title", kind)) if kind == "object" else kind)

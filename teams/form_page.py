from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.shortcuts import render

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse

INVALID = HTTPStatus.UNPROCESSABLE_ENTITY


def form_page(
    request: HttpRequest, template: str, form: BaseForm, context: dict[str, Any] | None = None
) -> HttpResponse:
    """Draw a page around its `form`: 200 with an empty one, 422 when what was sent stands in it again."""
    status = INVALID if form.is_bound else HTTPStatus.OK
    return render(request, template, {**(context or {}), "form": form}, status=status)

"""The help page of variables and Markdown, from the tables that the renderer reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from notifications.forms.choices import reader
from notifications.markdown_examples import EXAMPLES
from notifications.vocabulary import VARIABLES

if TYPE_CHECKING:
    from teams.signed_in import PersonRequest


@require_safe
def variables_help(request: PersonRequest) -> HttpResponse:
    """List every variable with its meaning, when it exists and a sample; draw what each message type can."""
    language = reader()
    rows = [
        {
            "written": f"${{{variable.name}}}",
            "presence": variable.presence.words.to(language),
            "meaning": variable.meaning.to(language),
            "sample": variable.sample(language),
        }
        for variable in VARIABLES
    ]
    examples = [
        {
            "name": example.kind.words.to(language),
            "limit": example.kind.max_bytes,
            "text": example.text,
            "drawn": [example],
        }
        for example in EXAMPLES
    ]
    return TemplateResponse(request, "notifications/variables.html", {"rows": rows, "examples": examples})

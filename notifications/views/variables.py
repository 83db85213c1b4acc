"""The help page of all variables, from the table that the renderer reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET

from notifications.forms.choices import reader
from notifications.vocabulary import VARIABLES, sample_facts, value_of

if TYPE_CHECKING:
    from teams.signed_in import PersonRequest


@require_GET
def variables_help(request: PersonRequest) -> HttpResponse:
    """List every variable with its meaning, when it exists and a sample value."""
    language = reader()
    sample = sample_facts(language=language)
    rows = [
        {
            "written": f"${{{variable.name}}}",
            "presence": variable.presence.words.to(language),
            "meaning": variable.meaning.to(language),
            "sample": value_of(variable.name, sample, language) or "",
        }
        for variable in VARIABLES
    ]
    return TemplateResponse(request, "notifications/variables.html", {"rows": rows})

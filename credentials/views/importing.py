from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from credentials.forms import ImportForm
from credentials.forms.fields import SAMPLE
from credentials.importing import EVERY_TEAM, LINES_MAX, Told, register_each
from credentials.views.registering import require_registrar
from teams.signed_in import PersonRequest

# Where the page is cut open for the lines; a reader never sees them.
ROWS_MARK = "⟦rows⟧"
SUMMARY_MARK = "⟦summary⟧"


@sensitive_post_parameters("text")
@require_http_methods(["GET", "HEAD", "POST"])
def import_credentials(request: PersonRequest) -> HttpResponseBase:
    """Register many credentials from a CSV; the answer grows by a row as each line is done."""
    require_registrar(request)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*given, user=request.user)
    if form.is_valid():
        return StreamingHttpResponse(_report(request, form, translation.get_language()))
    context = {"form": form, "lines_max": LINES_MAX, "sample": _sample()}
    return render(request, "credentials/import.html", context, status=422 if form.is_bound else 200)


def _sample() -> str:
    return (
        "name,webhook,teams,description\n"
        f"{gettext('Platform group')},{SAMPLE},platform mobile,\n"
        f"{gettext('Release group')},693a91f6-…,{EVERY_TEAM},{gettext('for everyone')}"
    )


def _report(request: PersonRequest, form: ImportForm, language: str | None) -> Iterator[str]:
    """Yield the page up to its table, then a row for each line as it is done, then the summary."""
    marks = {"rows_mark": ROWS_MARK, "summary_mark": SUMMARY_MARK, "count": len(form.lines)}
    registered = 0
    # The middleware has put the person's language away by the time the rows are made.
    with translation.override(language):
        before, _mark, rest = render_to_string("credentials/import_report.html", marks, request).partition(
            ROWS_MARK
        )
        between, _mark, after = rest.partition(SUMMARY_MARK)
        yield before
        for told in register_each(
            form.lines, by=request.user, teams=form.chosen_teams, for_all=form.is_for_all
        ):
            registered += told.credential is not None
            yield _row(told)
        yield between
        figures = {"registered": registered, "refused": len(form.lines) - registered}
        yield render_to_string("credentials/_import_summary.html", figures)
        yield after


def _row(told: Told) -> str:
    return render_to_string("credentials/_import_row.html", {"told": told})

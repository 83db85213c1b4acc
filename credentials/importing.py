"""Many credentials from one CSV: name, webhook, teams, description; a line each, told line by line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from credentials.models import Credential
from credentials.webhook_urls import WebhookError, holds_a_key
from sealing.secret import Secret
from teams.models import Team, User
from teams.refused import Refused

LINES_MAX = 500
COLUMNS_MIN, COLUMNS_MAX = 2, 4
EVERY_TEAM = "*"
HEADER_NAME = "name"
SEPARATORS = (",", "\t", ";")


class UnreadableCsvError(ValueError):
    """The text is no CSV of credentials; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line: `number` counts from 1 as editors do; the webhook is a secret from the start."""

    number: int
    name: str
    webhook: Secret
    teams: tuple[str, ...] = ()
    description: str = ""
    fault: str = ""

    @property
    def shown_name(self) -> str:
        """Return the name, unless it looks like a key that stands in the wrong column."""
        return "" if holds_a_key(self.name) else self.name


@dataclass(frozen=True, kw_only=True)
class Told:
    """What came of one line."""

    line: Line
    credential: Credential | None = None
    fault: str = ""


def decode(data: bytes) -> str:
    """Return a file's text: UTF-8, or GB18030 as Excel writes it in China.

    Raises:
        UnreadableCsvError: when it is neither.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableCsvError(_("This file is no text in UTF-8 or GB18030. Save it as CSV in UTF-8."))


def read(text: str) -> list[Line]:
    """Read the lines of a CSV; a header that begins with `name` and empty lines are left out.

    Raises:
        UnreadableCsvError: when there is no line, or more than 500.
    """
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    lines: list[Line] = []
    try:
        for cells in rows:
            is_header = not lines and cells and cells[0].strip().lower() == HEADER_NAME
            if any(cells) and not is_header:
                lines.append(_line(rows.line_num, [cell.strip() for cell in cells]))
            if len(lines) > LINES_MAX:
                raise UnreadableCsvError(
                    _("More than %(max)d lines. Import them in parts.") % {"max": LINES_MAX}
                )
    except csv.Error:
        raise UnreadableCsvError(
            _("Line %(number)d cannot be read as CSV. Check its quotes.") % {"number": rows.line_num}
        ) from None
    if not lines:
        raise UnreadableCsvError(
            _("There is no line with a credential. Write name,webhook,teams,description.")
        )
    return lines


def register_each(
    lines: Collection[Line], *, by: User, teams: Collection[Team], for_all: bool
) -> Iterator[Told]:
    """Register line after line, each for itself; lines without teams get those given here."""
    known = {team.slug: team for team in Team.objects.visible_to(by).order_by(Lower("slug"))}
    for line in lines:
        try:
            fault = line.fault or _unknown_team(line, known)
            yield (
                Told(line=line, fault=fault)
                if fault
                else Told(
                    line=line, credential=_register(line, by=by, known=known, teams=teams, for_all=for_all)
                )
            )
        except ValidationError as error:
            yield Told(line=line, fault=" ".join(error.messages))
        except (WebhookError, Refused, PermissionDenied) as error:
            yield Told(line=line, fault=str(error))


def _register(
    line: Line, *, by: User, known: dict[str, Team], teams: Collection[Team], for_all: bool
) -> Credential:
    named = [known[slug] for slug in line.teams if slug != EVERY_TEAM]
    return Credential.register(
        name=line.name,
        webhook=line.webhook,
        by=by,
        teams=named if line.teams else teams,
        for_all=EVERY_TEAM in line.teams or (for_all and not line.teams),
        description=line.description,
    )


def _unknown_team(line: Line, known: dict[str, Team]) -> str:
    unknown = [slug for slug in line.teams if slug != EVERY_TEAM and slug not in known]
    return _("There is no team called %(slug)s.") % {"slug": unknown[0]} if unknown else ""


def _line(number: int, cells: list[str]) -> Line:
    name, webhook, teams, description = [*cells, "", "", "", ""][:COLUMNS_MAX]
    fault = ""
    if not COLUMNS_MIN <= len(cells) <= COLUMNS_MAX:
        fault = _("This line has %(count)d columns. Write name,webhook,teams,description.") % {
            "count": len(cells)
        }
    return Line(
        number=number,
        name=name,
        webhook=Secret(webhook),
        teams=tuple(filter(None, re.split(r"[\s|;]+", teams))),
        description=description,
        fault=fault,
    )


def _separator(text: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return max(SEPARATORS, key=first.count)

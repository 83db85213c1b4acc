"""The report of a crash, on the DEBUG page and in mail to administrators: without secrets, whatever DEBUG."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, QueryDict
from django.template.defaultfilters import pprint
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from sealing.redaction import redact
from sealing.secret import MASK
from wecomnotify.sent_texts import SentTexts

if TYPE_CHECKING:
    from types import FrameType

    from django.utils.datastructures import MultiValueDict

OWN_WORDS = ("exception_value", "exception_notes", "request_insecure_uri", "unicode_hint")
_CALLERS_MAX = 100


class Shown:
    """A text that prints as itself, without quotes."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


class MaskingFilter(SafeExceptionReporterFilter):
    """Mask all that was sent to us and all that looks like a secret, whatever DEBUG says."""

    cleansed_substitute = MASK
    # The address of a proxy, a cache or a broker may hold a password.
    hidden_settings = re.compile(
        "API|AUTH|TOKEN|KEY|SECRET|PASS|SIGNATURE|COOKIE|PROXY|LOCATION|BROKER", re.IGNORECASE
    )

    def is_active(self, request: HttpRequest | None) -> bool:
        """Answer yes: a DEBUG page is read over shoulders and pasted into tickets."""
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """Return the names of what was posted, their values masked."""
        return {} if request is None else dict.fromkeys(request.POST, MASK)

    def get_cleansed_multivaluedict(
        self, request: HttpRequest | None, multivaluedict: MultiValueDict[str, Any]
    ) -> QueryDict:
        """Mask the values of every form and query, marked as sensitive or not."""
        masked = QueryDict(mutable=True)
        masked.update(dict.fromkeys(multivaluedict, MASK))
        return masked

    def get_safe_cookies(self, request: HttpRequest) -> dict[str, Any]:
        return dict.fromkeys(getattr(request, "COOKIES", {}), MASK)

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        sent, meta = SentTexts.of(request), super().get_safe_request_meta(request)
        return {
            name: sent.hidden_in(value) if isinstance(value, str) else value for name, value in meta.items()
        }

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: FrameType) -> Any:
        """Return a frame's variables as texts, without what was sent and what `redact` finds."""
        sent = SentTexts.of(request or request_in(tb_frame))
        variables = super().get_traceback_frame_variables(request, tb_frame)
        return [(name, Shown(sent.hidden_in(pprint(value)))) for name, value in variables]


class MaskingReporter(ExceptionReporter):
    """Draw the report with the exceptions' own words masked like everything else."""

    def get_traceback_data(self) -> dict[str, Any]:
        """Return what the report's template shows."""
        data = super().get_traceback_data()
        sent = SentTexts.of(self.request or request_in(self.tb and self.tb.tb_frame))
        data |= {name: sent.hidden_in(str(data[name])) for name in OWN_WORDS if data.get(name)}
        for frame in data["frames"]:
            if frame["exc_cause"]:
                frame["exc_cause"] = sent.hidden_in(str(frame["exc_cause"]))
        if self.request is not None:
            data["request_GET_items"] = [(name, MASK) for name in self.request.GET]
        return data

    def get_traceback_html(self) -> str:  # type: ignore[override]  # it is answered or mailed as it is
        return redact(super().get_traceback_html())

    def get_traceback_text(self) -> str:  # type: ignore[override]
        return redact(super().get_traceback_text())


def request_in(frame: FrameType | None) -> HttpRequest | None:
    """Return the request that a frame or one of its callers handles; a plain log record names none."""
    for _ in range(_CALLERS_MAX):
        if frame is None:
            break
        found = next((value for value in frame.f_locals.values() if isinstance(value, HttpRequest)), None)
        if found is not None:
            return found
        frame = frame.f_back
    return None

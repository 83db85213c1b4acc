"""A dispatcher's share in the audit trail: it chains what was written, behind the backs of all who write."""

from __future__ import annotations

import logging

from notifications.clockwork import closing
from notifications.clockwork.turns import writing
from notifications.delivery.sending import drop_connection
from sealing.errors import SealingError
from teams import audit_chain

log = logging.getLogger(__name__)


class Chaining:
    """Chain what waits, however often it is called; what keeps it from that is told once."""

    def __init__(self) -> None:
        self._told = ""

    def __call__(self) -> None:
        try:
            audit_chain.seal(writing=writing)
        except SealingError as error:
            self._tell(f"Audit entries wait to be chained. {error}")
        except Exception as error:
            drop_connection()
            if not closing.refused(error) and self._told != str(error):
                log.exception("Audit entries could not be chained; it is tried again")
                self._told = str(error)
        else:
            self._told = ""

    def _tell(self, sentence: str) -> None:
        if self._told != sentence:
            log.warning(sentence)
            self._told = sentence

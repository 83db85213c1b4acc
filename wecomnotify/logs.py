"""One JSON object a line, for log collectors."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from sealing.redaction import RedactingFormatter, redact


class JsonFormatter(RedactingFormatter):
    """Format a record as one redacted JSON line with time, level, logger, message and its extra ids."""

    EXTRAS = ("event_id", "delivery_id", "credential_id", "user", "status_code")

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        fields |= {name: str(getattr(record, name)) for name in self.EXTRAS if hasattr(record, name)}
        if record.exc_info:
            fields["exception"] = self.formatException(record.exc_info)
        return redact(json.dumps(fields, ensure_ascii=False))

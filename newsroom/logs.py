"""How log lines are written."""

import logging


class RefusalsWithoutTraceback(logging.Filter):
    """Take the traceback off what the server refused: it is the visitor's doing, and a line says it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True: every line is written."""
        if 400 <= getattr(record, "status_code", 0) < 500:
            record.exc_info = record.exc_text = None
        return True

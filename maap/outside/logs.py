"""What the server writes about its own work: one line each, never what people wrote, who they are, or a secret address.

A fault is told by its kind and by where it happened. Its message is left out: it may repeat what somebody typed.
"""

import io
import json
import logging
import re
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

from maap.outside.clock import now

SECRET = re.compile(
    r"^/(join|calendar|shared|wall|feed|voice-form|stop-letters|sign-in/with|_stcore/upload_file)/[^/]+(/[^/?]+)?"
)
"""Addresses whose second part is a secret, or names a session."""
FIELDS = ("route", "method", "status", "ms", "who", "request")
_Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def route(path: str) -> str:
    """An address as a kind: no secret, no number of a record, nothing that was asked for."""
    kind = SECRET.sub(lambda found: f"/{found[1]}/…", path.partition("?")[0])
    return re.sub(r"/\d+(?=[/.]|$)", "/#", kind)[:120]


class Sparing(logging.Formatter):
    """Lines for people: level, logger, message; of a fault its kind and its places."""

    def formatException(self, ei: _Fault) -> str:
        """The kind, and file, line and function of each step; never a message or a value."""
        steps = [f"{step.filename}:{step.lineno} {step.name}" for step in traceback.extract_tb(ei[2])]
        return "\n".join([ei[0].__name__ if ei[0] else "", *steps])


class AsJson(Sparing):
    """The same as JSON, a line for each, for a program that gathers them."""

    def format(self, record: logging.LogRecord) -> str:
        """Time in UTC, level, message, and whatever of the known fields the line has."""
        at = datetime.fromtimestamp(record.created, UTC)
        told = _line(at, record.levelname.lower(), record.name, record.getMessage())
        told |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            told["fault"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def _line(at: datetime, level: str, logger: str, message: str) -> dict[str, object]:
    return {"time": at.isoformat(timespec="milliseconds"), "level": level, "logger": logger, "message": message}


class Wrapped(io.TextIOBase):
    """The console for whoever writes plain lines there, such as the server below the house: each becomes JSON, too."""

    def __init__(self, console: TextIO) -> None:
        self._console, self._begun, self._one = console, "", threading.Lock()

    def write(self, text: str) -> int:
        """Pass on every line that is whole; empty ones are left out."""
        with self._one:
            *whole, self._begun = (self._begun + text).split("\n")
            for line in filter(str.strip, whole):
                told = _line(now(), "info", "console", line.strip())
                self._console.write(json.dumps(told, ensure_ascii=False) + "\n")
        self._console.flush()
        return len(text)


def keep_a_log(as_json: bool) -> None:
    """Write the house's lines to where the process writes its faults. Other libraries' chatter stays out."""
    handler = logging.StreamHandler()
    handler.setFormatter(AsJson() if as_json else Sparing("%(levelname)s %(name)s %(message)s"))
    if as_json:
        sys.stdout, sys.stderr = Wrapped(sys.stdout), Wrapped(sys.stderr)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("maap").setLevel(logging.INFO)
    logging.getLogger("maap.requests").setLevel(logging.INFO if as_json else logging.WARNING)

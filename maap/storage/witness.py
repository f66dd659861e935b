"""The witness: once a day the trail's length and last hash, written where whoever runs the database cannot change it.

Somebody with the key could write a new trail. They cannot make it agree with what the witness saw.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from maap.domain.problems import Problem
from maap.settings import settings
from maap.storage import trail


def place() -> Path:
    """The witness's book."""
    folder = settings().witness_folder or settings().folder / "witness"
    return folder.expanduser() / "trail-heads.txt"


def testify(session: Session, now: datetime) -> str:
    """Add a line to the book: when, how many lines, the last one's hash. Returns it."""
    lines, head = trail.head(session)
    said = f"{now:%Y-%m-%dT%H:%M:%SZ} {lines} {head}"
    book = place()
    book.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(book, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644), "a") as file:
        file.write(said + "\n")
        file.flush()
        os.fsync(file.fileno())
    return said


def contradictions(session: Session, book: Path | None = None) -> Iterator[str]:
    """Where the trail is not what the witness saw, in a sentence each. Raises Problem for a book that is none."""
    path = book or place()
    if not path.exists():
        return
    for number, line in enumerate(path.read_text().splitlines(), 1):
        try:
            at, lines, head = line.split()
            seen = trail.head_at(session, int(lines))
        except ValueError:
            raise Problem(f"{path}, line {number}: this is not what a witness writes. Take another copy.") from None
        if seen != head:
            yield f"On {at} the witness saw {lines} lines ending in {head[:12]}…; the trail no longer agrees."

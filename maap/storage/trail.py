"""The trail: one line for every deed, written in the deed's own transaction and chained by a keyed hash."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Executable, func, text
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.storage import former_keys, keys
from maap.storage.tables import TrailEntry

ORIGIN = "0" * 64
_LINES = TrailEntry.__table__  # type: ignore[attr-defined]


def _content(entry: TrailEntry) -> str:
    return json.dumps(
        {
            "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "person": entry.person_id,
            "capacity": entry.capacity,
            "agency": entry.agency_id,
            "audit": entry.audit_id,
            "deed": entry.deed,
            "about": entry.about,
            "detail": entry.detail,
        },
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _hash(prev: str, entry: TrailEntry, key: bytes | None = None) -> str:
    key = key or keys.derived("trail")
    return hmac.new(key, f"{prev}\n{_content(entry)}".encode(), hashlib.sha256).hexdigest()


def sealed_as(entry: TrailEntry, key: bytes | None) -> str:
    """The hash that a line must have: by a former key, or by today's where None is given."""
    return _hash(entry.prev, entry, key)


def _append(session: Session, entry: TrailEntry) -> None:
    """Chain a line to the last one. `work` lets one writer in at a time, so no line comes between the two."""
    session.flush()
    inside = session.connection()
    entry.prev = inside.execute(_last()).scalar() or ORIGIN
    entry.hash = _hash(entry.prev, entry)
    inside.execute(_LINES.insert(), entry.model_dump(exclude={"id"}))


@lru_cache(maxsize=1)
def _last() -> Executable:
    """The hash of the last line, asked with every deed: built once."""
    return sa_select(_LINES.c.hash).order_by(_LINES.c.id.desc()).limit(1)


def record(
    session: Session, actor: Actor, deed: str, *, audit_id: int | None = None, about: str = "", **detail: Any
) -> None:
    """Add a line. ``deed`` is in the past tense; ``detail`` holds states and numbers, never what people wrote."""
    entry = TrailEntry(
        at=actor.now,
        person_id=actor.person_id,
        capacity=actor.capacity,
        agency_id=actor.agency_id,
        audit_id=audit_id,
        deed=deed,
        about=about,
        detail=detail,
        prev="",
        hash="",
    )
    _append(session, entry)


def record_by_the_house(session: Session, at: datetime, deed: str, **detail: Any) -> None:
    """A line for something that nobody signed in did: a start, a set-up, a refused sign-in."""
    _append(session, TrailEntry(at=at, capacity="the application", deed=deed, detail=detail, prev="", hash=""))


def faults(session: Session) -> Iterator[str]:
    """Walk the chain and say, in a sentence each, what does not hold. An untouched trail gives none."""
    prev, former = ORIGIN, former_keys.of(session)
    for entry in session.exec(select(TrailEntry).order_by(col(TrailEntry.id)).execution_options(yield_per=500)):
        if entry.prev != prev:
            yield f"Line {entry.id} does not follow the line before it: something between them was removed or added."
        if entry.hash != sealed_as(entry, former_keys.at(former, entry.id)):
            yield f"Line {entry.id} was altered after it was written."
        prev = entry.hash


def head_at(session: Session, lines: int) -> str:
    """The hash of the trail's n-th line: what a witness who saw so many lines must have written down."""
    found = select(TrailEntry.hash).order_by(col(TrailEntry.id)).offset(max(0, lines - 1)).limit(1)
    return (session.exec(found).first() or "") if lines else ORIGIN


def mark(session: Session) -> str:
    """What is printed in minutes and reports: how many lines there are, and the hash of the last."""
    lines, last = head(session)
    return f"{lines} {last}"


def mark_faults(session: Session, printed: str) -> Iterator[str]:
    """Why the trail does not fit a mark that somebody printed, in a sentence. Raises Problem for what is no mark."""
    found = re.fullmatch(r"\s*([\d,]{1,12})\s+([0-9a-fA-F\s]{64,80})\s*", printed)
    told = re.sub(r"\s", "", found[2]).lower() if found else ""
    if not found or len(told) != 64:
        raise Problem("That is no mark of the trail: a number and 64 letters and digits, as they are printed.")
    lines = int(found[1].replace(",", ""))
    if head_at(session, lines) != told:
        yield f"The printed mark says that line {lines:,} ends in {told[:12]}…; the trail does not: it was rewritten."


def unguarded(session: Session) -> Iterator[str]:
    """The database's own guards of the trail that are not there, in a sentence each."""
    if session.get_bind().dialect.name == "sqlite":
        wanted = {"trail_no_update", "trail_no_delete", "trail_no_replace"}
        there = text("select name from sqlite_master where type = 'trigger' and tbl_name = 'trail'")
    else:
        wanted = {"trail_no_change", "trail_no_truncate"}
        there = text("select tgname from pg_trigger where tgrelid = 'trail'::regclass and tgenabled = 'O'")
    for name in sorted(wanted - {str(row[0]) for row in session.execute(there)}):
        yield f"The database's guard {name} of the trail is missing: somebody removed it."


def head(session: Session) -> tuple[int, str]:
    """How many lines there are, and the hash of the last: what a witness outside keeps."""
    lines = session.exec(select(func.count()).select_from(TrailEntry)).one()
    return lines, session.connection().execute(_last()).scalar() or ORIGIN

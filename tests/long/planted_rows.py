"""Rows in the tables that a fresh demonstration leaves empty, so that hostile words come to be in their texts, too.

Each is as a use case would have written it: a hold, a template of the partnership's own, a part of the year's briefing,
a way in, what happened to a theme, what two sides said about a question. What they say is planted afterwards.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from maap.domain.codebook import Change
from maap.domain.documents import Kind
from maap.domain.people import Role
from maap.settings import ROOT

WORDS = "Words of somebody, in a sentence"
AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def fill_empty(connection: sa.Connection) -> None:
    """One row or a few for each table that people write into and the demonstration does not."""
    _retention(connection)
    _documents(connection)
    _way_in(connection)
    _themes(connection)
    _remarks(connection)
    _notes_on_a_list(connection)


def _table(name: str) -> sa.Table:
    return SQLModel.metadata.tables[name]


def _add(connection: sa.Connection, table: str, **values: Any) -> None:
    connection.execute(sa.insert(_table(table)).values(**values))


def _one(connection: sa.Connection, table: str, *where: sa.ColumnElement[bool]) -> Any:
    one = _table(table)
    return connection.execute(sa.select(one).where(*where).order_by(one.c.id)).first()


def _somebody(connection: sa.Connection, role: Role) -> int:
    row = _one(connection, "appointment", _table("appointment").c.role == role)
    return int(row.person_id)


def _retention(connection: sa.Connection) -> None:
    audit, by = _table("audit"), _somebody(connection, Role.ADMINISTRATOR)
    held, stripped = connection.execute(sa.select(audit.c.id).order_by(audit.c.id).limit(2)).scalars()
    _add(connection, "hold", audit_id=held, reason=WORDS, placed_at=AT, placed_by=by)
    _add(connection, "removal", audit_id=stripped, removed_at=AT, kind="words", removed={"rows of the list": 3})


def _documents(connection: sa.Connection) -> None:
    by = _somebody(connection, Role.COORDINATOR)
    for kind, name in ((Kind.REPORT, "report"), (Kind.BRIEFING, "briefing")):
        content = (ROOT / "config" / "templates" / f"{name}.docx").read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        row = {"kind": str(kind), "file_name": WORDS, "content": content, "sha256": digest, "active": True}
        _add(connection, "document_template", **row, uploaded_by=by, uploaded_at=AT)
    for year in ("2024/25", "2025/26", "2026/27"):
        for part in ("year", "strengths"):
            row = {"year": year, "part": part, "text": WORDS, "basis": WORDS, "revision": 1}
            _add(connection, "annual_part", **row, written_by=by, written_at=AT)


def _way_in(connection: sa.Connection) -> None:
    rules = [{"claim": WORDS, "value": "seen in their directory", "role": str(Role.AUDITOR), "agency": ""}]
    row = {"key": "elsewhere", "name": WORDS, "issuer": "https://id.invalid", "client": "maap", "secret": ""}
    _add(connection, "identity_provider", **row, vouches=False, rules=rules, active=True, revision=1)


def _themes(connection: sa.Connection) -> None:
    theme, by = _table("theme"), _somebody(connection, Role.COORDINATOR)
    for one in connection.execute(sa.select(theme.c.id)).scalars():
        changed = {"before": {"meaning": WORDS, "name": WORDS}, "after": {"meaning": WORDS, "name": WORDS}}
        row = {"theme_id": one, "made_by": by, "made_at": AT}
        _add(connection, "theme_change", **row, what=Change.CHANGED.value, detail=changed)
        _add(connection, "theme_change", **row, what=Change.TOOK_IN.value, detail={"name": WORDS, "findings": 2})


def _remarks(connection: sa.Connection) -> None:
    """A thread on the first question of every return of which somebody has begun: both sides have spoken."""
    answer, by = _table("answer"), _somebody(connection, Role.COORDINATOR)
    of_return = sa.select(answer.c.return_id, sa.func.min(answer.c.question_id)).group_by(answer.c.return_id)
    for return_id, question in connection.execute(of_return).all():
        for by_agency in (False, True):
            row = {"return_id": return_id, "question_id": question, "text": WORDS, "by_agency": by_agency}
            _add(connection, "question_note", **row, written_by=by, written_at=AT)


def _notes_on_a_list(connection: sa.Connection) -> None:
    """What a reader of lists says to whoever brought one in; it repeats what stood there."""
    cohort = _table("cohort")
    for at, summary in connection.execute(sa.select(cohort.c.id, cohort.c.summary)).all():
        told = json.loads(summary) if isinstance(summary, str) else dict(summary)
        connection.execute(sa.update(cohort).where(cohort.c.id == at).values(summary=told | {"notes": [WORDS]}))

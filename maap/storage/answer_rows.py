"""Answers as rows of the database: their next revision beside their history, and what charts read of them.

They are written many times a minute, so by statements that are built once, and not by way of the session's own books.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Executable, bindparam, delete, func, insert, select, update
from sqlmodel import Session

from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.storage.tables import Answer, AnswerVersion, Theme, ThemeMark

_ANSWERS = Answer.__table__  # type: ignore[attr-defined]
_VERSIONS = AnswerVersion.__table__  # type: ignore[attr-defined]
_MARKS = ThemeMark.__table__  # type: ignore[attr-defined]
_THEMES = Theme.__table__  # type: ignore[attr-defined]


@dataclass
class AnswerRow:
    """An answer of a return as it stands. ``id`` and ``revision`` are 0 until it is stored.

    ``counted``, ``domain`` and ``grade`` are what charts read of it.
    """

    question_id: str
    return_id: int
    id: int = 0
    value: Any = None
    revision: int = 0
    counted: bool = True
    domain: str = ""
    grade: str = ""


def rows_of(session: Session, return_id: int) -> dict[str, AnswerRow]:
    """The answers of a return, by question."""
    session.flush()
    found = session.connection().execute(_of_return(), {"its_return": return_id})
    return {question: AnswerRow(question, return_id, *rest) for question, *rest in found}


def keep(session: Session, actor: Actor, row: AnswerRow) -> None:
    """Store what the row says as the next revision of its answer, beside its history."""
    row.revision += 1
    inside = session.connection()
    saved = {"value": row.value, "revision": row.revision, "saved_at": actor.now, "saved_by": actor.person_id}
    if row.id:
        inside.execute(_changed(), {"its_id": row.id, **saved, **_for_charts(row)})
    else:
        named = {"return_id": row.return_id, "question_id": row.question_id, "evidence": ""}
        row.id = inside.execute(_new(), {**named, **saved, **_for_charts(row)}).scalar_one()
    inside.execute(_version(), {"answer_id": row.id, "evidence": "", **saved})
    _forget(session)


def read_by_charts(session: Session, row: AnswerRow) -> None:
    """Store what charts read of an answer, as the row says it by now: of its themes, whether they count."""
    inside = session.connection()
    inside.execute(_changed(), {"its_id": row.id, **_for_charts(row)})
    inside.execute(_recounted(), {"its_answer": row.id, "counted": row.counted})
    _forget(session)


def mark(session: Session, row: AnswerRow, polarity: str, domain: str, themes: Sequence[str]) -> None:
    """Store which themes an answer names, in the place of those before.

    Raises Problem where one is not in the list of themes.
    """
    inside = session.connection()
    ids = [theme for (theme,) in inside.execute(_now_called(), {"its_keys": list(themes)})] if themes else []
    if len(ids) != len(themes):
        raise Problem("One of these themes is no longer in the list. Choose again from the list of themes.")
    unmark(session, row)
    each = {"answer_id": row.id, "return_id": row.return_id, "polarity": polarity, "domain": domain}
    if ids:
        marks = [{**each, "theme_id": theme, "counted": row.counted} for theme in dict.fromkeys(ids)]
        inside.execute(insert(_MARKS), marks)


def unmark(session: Session, row: AnswerRow) -> None:
    """An answer names no themes any more."""
    session.connection().execute(_unmarked(), {"its_answer": row.id})
    _forget(session)


def _forget(session: Session) -> None:
    """What the session's own books hold of answers is old by now: whoever asks for it reads it again."""
    for held in list(session.identity_map.values()):
        if isinstance(held, Answer | ThemeMark):
            session.expire(held)


def _for_charts(row: AnswerRow) -> dict[str, object]:
    return {"counted": row.counted, "domain": row.domain, "grade": row.grade}


@lru_cache(maxsize=1)
def _of_return() -> Executable:
    its = _ANSWERS.c
    asked = select(its.question_id, its.id, its.value, its.revision, its.counted, its.domain, its.grade)
    return asked.where(its.return_id == bindparam("its_return"))


@lru_cache(maxsize=1)
def _changed() -> Executable:
    """Whatever columns are given with it."""
    return update(_ANSWERS).where(_ANSWERS.c.id == bindparam("its_id"))


@lru_cache(maxsize=1)
def _new() -> Executable:
    return insert(_ANSWERS).returning(_ANSWERS.c.id)


@lru_cache(maxsize=1)
def _version() -> Executable:
    return insert(_VERSIONS)


@lru_cache(maxsize=1)
def _recounted() -> Executable:
    return update(_MARKS).where(_MARKS.c.answer_id == bindparam("its_answer"))


@lru_cache(maxsize=1)
def _unmarked() -> Executable:
    return delete(_MARKS).where(_MARKS.c.answer_id == bindparam("its_answer"))


@lru_cache(maxsize=1)
def _now_called() -> Executable:
    """Themes by their keys; one that was merged into another is that other by now."""
    its = _THEMES.c
    return select(func.coalesce(its.merged_into_id, its.id)).where(its.key.in_(bindparam("its_keys", expanding=True)))

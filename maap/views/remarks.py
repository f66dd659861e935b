"""What people asked for and said about a return: changes that were asked for, and notes beside its questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Executable, bindparam, select
from sqlmodel import Session

from maap.access import ReturnSeat
from maap.domain.remarks import Side, side
from maap.storage.tables import ChangeRequest, QuestionNote

_REQUESTS = ChangeRequest.__table__  # type: ignore[attr-defined]
_NOTES = QuestionNote.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Request:
    """What somebody asked to be changed, on which sections; none means the whole return."""

    sections: tuple[str, ...]
    note: str
    made_at: datetime
    still_open: bool


@dataclass(frozen=True)
class Remark:
    """Something said about a question. ``mine``: by the reader's own side."""

    text: str
    by: Side
    mine: bool
    at: datetime
    still_open: bool


def requests(session: Session, place: ReturnSeat) -> tuple[Request, ...]:
    """The changes that were asked for on a return, the latest first."""
    rows = session.execute(_requests(), {"return": place.row.id})
    return tuple(Request(tuple(sections), note, at, closed is None) for sections, note, at, closed in rows)


@lru_cache(maxsize=1)
def _requests() -> Executable:
    """Asked with every answer that is given, as `_remarks` is: built once."""
    its = _REQUESTS.c
    asked = select(its.sections, its.note, its.made_at, its.closed_at)
    return asked.where(its.return_id == bindparam("return")).order_by(its.id.desc())


def side_of(place: ReturnSeat) -> Side | None:
    """For whom the reader speaks about a return; None when notes are none of theirs."""
    return side(place.seat.roles, place.row.agency_id == place.seat.actor.agency_id)


def remarks(session: Session, place: ReturnSeat) -> Mapping[str, tuple[Remark, ...]]:
    """Every note on a return by its question, in the order they were said: for its agency and the coordinator only."""
    reader = side_of(place)
    if reader is None:
        return {}
    found: dict[str, tuple[Remark, ...]] = {}
    for question, text, by_agency, at, closed in session.execute(_remarks(), {"return": place.row.id}):
        by = Side.AGENCY if by_agency else Side.TEAM
        found[question] = (*found.get(question, ()), Remark(text, by, by is reader, at, closed is None))
    return found


@lru_cache(maxsize=1)
def _remarks() -> Executable:
    its = _NOTES.c
    asked = select(its.question_id, its.text, its.by_agency, its.written_at, its.closed_at)
    return asked.where(its.return_id == bindparam("return")).order_by(its.id)

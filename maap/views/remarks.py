"""What people asked for and said about a return: changes that were asked for, and notes beside its questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from maap.access import ReturnSeat
from maap.domain.remarks import Side, side
from maap.storage.tables import ChangeRequest, QuestionNote


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
    rows = session.exec(
        select(ChangeRequest).where(ChangeRequest.return_id == place.row.id).order_by(col(ChangeRequest.id).desc())
    )
    return tuple(Request(tuple(row.sections), row.note, row.made_at, row.closed_at is None) for row in rows)


def side_of(place: ReturnSeat) -> Side | None:
    """For whom the reader speaks about a return; None when notes are none of theirs."""
    return side(place.seat.roles, place.row.agency_id == place.seat.actor.agency_id)


def remarks(session: Session, place: ReturnSeat) -> Mapping[str, tuple[Remark, ...]]:
    """Every note on a return by its question, in the order they were said: for its agency and the coordinator only."""
    reader = side_of(place)
    if reader is None:
        return {}
    rows = session.exec(
        select(QuestionNote).where(QuestionNote.return_id == place.row.id).order_by(col(QuestionNote.id))
    )
    found: dict[str, tuple[Remark, ...]] = {}
    for row in rows:
        by = Side.AGENCY if row.by_agency else Side.TEAM
        said = Remark(row.text, by, by is reader, row.written_at, row.closed_at is None)
        found[row.question_id] = (*found.get(row.question_id, ()), said)
    return found

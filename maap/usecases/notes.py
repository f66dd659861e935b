"""Notes beside a question: an agency and the coordinator ask, answer and close, without sending the return back."""

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, select

from maap.access import ReturnSeat, return_seat
from maap.domain.audit import Stage, must_be
from maap.domain.giving import guard
from maap.domain.people import Actor, NotAllowed, Permission
from maap.domain.problems import Problem
from maap.domain.remarks import Side, remark, side
from maap.outside.words import lexicon
from maap.storage.forms import return_form
from maap.storage.tables import Agency, QuestionNote
from maap.storage.trail import record


def note(session: Session, actor: Actor, return_id: int, question_id: str, text: str, kept_because: str = "") -> None:
    """Say something about a question, to the return's agency or to the coordinator: whichever the actor is not.

    The same words again, with nothing said in between, are the note that is there: a button was pressed twice.
    Raises Identifiers and MayIdentify as an answer would, and Problem for a question that is not asked there.
    """
    place = return_seat(session, actor, return_id, Permission.READ_RETURN)
    speaker = _speaker(place)
    key = session.exec(select(Agency.key).where(Agency.id == place.row.agency_id)).one()
    sheet = return_form(session, place.seat.audit, place.row, key)
    if question_id not in {question.id for question in sheet.questions}:
        raise Problem("This question is not part of this return. Reload the page to see what is asked.")
    kept = remark(text)
    guard(kept, kept_because, lexicon(), actor.today)
    if _is_last_said(session, actor, return_id, question_id, kept):
        return
    session.add(
        QuestionNote(
            return_id=return_id,
            question_id=question_id,
            text=kept,
            by_agency=speaker is Side.AGENCY,
            written_by=actor.person_id,
            written_at=actor.now,
        )
    )
    detail = {"kept_because": kept_because} if kept_because else {}
    record(
        session,
        actor,
        "wrote a note on a question",
        audit_id=place.seat.id,
        about=f"return {return_id}",
        question=question_id,
        **detail,
    )


def _is_last_said(session: Session, actor: Actor, return_id: int, question_id: str, words: str) -> bool:
    """Whether the last open note beside this question is the same person's, with the same words."""
    last = session.exec(
        select(QuestionNote).where(*_open_beside(return_id, question_id)).order_by(col(QuestionNote.id).desc()).limit(1)
    ).first()
    return last is not None and last.written_by == actor.person_id and last.text == words


def close_notes(session: Session, actor: Actor, return_id: int, question_id: str) -> None:
    """Close what was said about a question; it stays readable. Raises Problem when nothing is open there."""
    place = return_seat(session, actor, return_id, Permission.READ_RETURN)
    _speaker(place)
    closed = session.execute(
        update(QuestionNote)
        .where(*_open_beside(return_id, question_id))
        .values(closed_at=actor.now, closed_by=actor.person_id)
    )
    if closed.rowcount == 0:  # type: ignore[attr-defined]
        raise Problem("A colleague has already closed this. Reload the page to see it.")
    record(
        session,
        actor,
        "closed the notes on a question",
        audit_id=place.seat.id,
        about=f"return {return_id}",
        question=question_id,
    )


def _open_beside(return_id: int, question_id: str) -> tuple[ColumnElement[bool], ...]:
    """What picks the open notes beside a question."""
    return (
        col(QuestionNote.return_id) == return_id,
        col(QuestionNote.question_id) == question_id,
        col(QuestionNote.closed_at).is_(None),
    )


def _speaker(place: ReturnSeat) -> Side:
    """For whom the actor speaks, while the fieldwork goes on."""
    actor = place.seat.actor
    speaker = side(place.seat.roles, place.row.agency_id == actor.agency_id)
    if speaker is None:
        raise NotAllowed(actor, Permission.READ_RETURN)
    must_be(Stage(place.seat.audit.stage), Stage.FIELDWORK)
    return speaker

"""Answering a return: one answer at a time, each durable before the page says so."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from maap.access import ReturnSeat, return_seat
from maap.domain.audit import Stage, must_be
from maap.domain.engine import check, route
from maap.domain.fieldwork import OPEN_FOR_ANSWERS, Overtaken, ReturnClosed, ReturnState
from maap.domain.identifiers import Identifiers, Mark, find, refuse_certain
from maap.domain.people import Actor, Permission
from maap.domain.problems import Problem
from maap.domain.questionnaire import Grade, LongText, Questionnaire, Repeat, Text, Themes
from maap.outside.words import lexicon
from maap.storage.forms import form
from maap.storage.pulse import beat
from maap.storage.tables import Agency, Answer, AnswerVersion, Return, Theme, ThemeMark
from maap.storage.trail import record

SHORTEST_REASON = 4


class MayIdentify(Problem):
    """Words that may tell who somebody is. They may be kept with a reason, or replaced. Carries the marks."""

    def __init__(self, marks: tuple[Mark, ...]) -> None:
        self.marks = marks
        super().__init__(
            "This may show who somebody is, so it is not saved yet. Replace the words, or keep them and say why: "
            + " ".join(mark.sentence for mark in marks)
        )


@dataclass(frozen=True)
class Given:
    """What a person gave to one question, and the revision of it that they were looking at (0: no answer yet).

    ``kept_because`` is their reason for keeping words that the identifier guard asked about.
    """

    question_id: str
    value: object
    seen: int
    kept_because: str = ""


def save_answer(session: Session, actor: Actor, return_id: int, given: Given) -> int:
    """Store one answer, with its history, and what it opens or closes. Returns its new revision.

    Raises BadAnswer (does not fit), Identifiers (must not be stored), MayIdentify (needs a reason), Overtaken (a
    colleague saved first; carries both values), ReturnClosed.
    """
    place = return_seat(session, actor, return_id, Permission.ANSWER_RETURN)
    _one_at_a_time(session, place.row)
    _still_open(place)
    sheet = form(place.seat.audit, _key_of(session, place.row.agency_id))
    stored = {row.question_id: row for row in session.exec(select(Answer).where(Answer.return_id == return_id))}
    answers = {key: row.value for key, row in stored.items()}
    value = check(sheet, answers, given.question_id, given.value, actor.today)
    if isinstance(sheet.question(given.question_id), Text | LongText | Repeat):
        _guard(actor, value, given.kept_because)
    row = _compared(stored.get(given.question_id), given, value) or Answer(
        return_id=return_id, question_id=given.question_id, revision=0, saved_at=actor.now, saved_by=actor.person_id
    )
    stored[given.question_id] = _kept(session, actor, row, value)
    _count(session, sheet, stored, actor)
    _mark(session, sheet, row)
    _touched(session, actor, place.row)
    beat(session, place.seat.id)
    record(
        session,
        actor,
        "answered",
        audit_id=place.seat.id,
        about=f"return {return_id}",
        question=given.question_id,
        revision=row.revision,
        **({"kept_because": given.kept_because} if given.kept_because else {}),
    )
    return row.revision


def _still_open(place: ReturnSeat) -> None:
    must_be(Stage(place.seat.audit.stage), Stage.FIELDWORK)
    if place.case.status != "drawn":
        raise ReturnClosed("This case was replaced, so its return is no longer asked for. Your answers stay readable.")
    if ReturnState(place.row.state) not in OPEN_FOR_ANSWERS:
        raise ReturnClosed(
            f"This return is “{place.row.state}”, so its answers can no longer change. "
            "To change one, ask your agency's lead to reopen it."
        )


def _one_at_a_time(session: Session, row: Return) -> None:
    """On PostgreSQL two saves to one return queue up here; on SQLite they already do."""
    session.refresh(row, with_for_update=True)


def _key_of(session: Session, agency_id: int) -> str:
    return session.exec(select(Agency.key).where(Agency.id == agency_id)).one()


def _texts(value: object) -> list[str]:
    """Every piece of text in an answer, however deep."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _texts(part)]


def _guard(actor: Actor, value: object, kept_because: str) -> None:
    marks = tuple(mark for text in _texts(value) for mark in find(text, lexicon(), actor.today))
    certain = tuple(mark for mark in marks if mark.certain)
    if certain:
        raise Identifiers(certain)
    if marks and len(kept_because.strip()) < SHORTEST_REASON:
        raise MayIdentify(marks)
    refuse_certain(kept_because, lexicon())


def _compared(row: Answer | None, given: Given, value: object) -> Answer | None:
    """The stored row, if it is still the one that the person saw."""
    if (row.revision if row else 0) != given.seen:
        theirs = row.value if row else None
        raise Overtaken(
            "A colleague has just changed this answer. Both are shown below: choose which to keep.", value, theirs
        )
    return row


def _kept(session: Session, actor: Actor, row: Answer, value: object) -> Answer:
    row.value, row.saved_at, row.saved_by = value, actor.now, actor.person_id
    row.revision += 1
    session.add(row)
    session.flush()
    session.add(
        AnswerVersion(
            answer_id=row.id or 0, revision=row.revision, value=value, saved_at=actor.now, saved_by=actor.person_id
        )
    )
    return row


def _count(session: Session, sheet: Questionnaire, stored: dict[str, Answer], actor: Actor) -> None:
    """Answers to questions that are no longer asked are kept and stop counting; those asked again count again."""
    taken = route(sheet, {key: row.value for key, row in stored.items()}, actor.today)
    for key, row in stored.items():
        counted = key in taken.answers
        if row.counted != counted:
            row.counted = counted
            session.add(row)
            session.execute(update(ThemeMark).where(col(ThemeMark.answer_id) == row.id).values(counted=counted))


def _mark(session: Session, sheet: Questionnaire, row: Answer) -> None:
    """What charts read: the grade of a graded answer, the themes of a coded one."""
    try:
        question = sheet.question(row.question_id)
    except KeyError:
        return
    domain = sheet.domain_of(row.question_id) if not row.question_id.endswith("__picked") else ""
    if isinstance(question, Grade):
        row.domain, row.grade = domain, str(row.value or "")
        session.add(row)
    if isinstance(question, Themes):
        _themes(session, row, question, domain)


def _themes(session: Session, row: Answer, question: Themes, domain: str) -> None:
    chosen: list[Any] = list(row.value or [])
    ids = list(session.exec(select(Theme.id).where(col(Theme.key).in_(chosen))))
    if len(ids) != len(chosen):
        raise Problem("One of these themes is no longer in the list. Choose again from the list of themes.")
    session.execute(delete(ThemeMark).where(col(ThemeMark.answer_id) == row.id))
    session.add_all(
        ThemeMark(
            answer_id=row.id or 0,
            return_id=row.return_id,
            theme_id=theme_id or 0,
            polarity=question.polarity,
            domain=domain,
            counted=row.counted,
        )
        for theme_id in ids
    )


def _touched(session: Session, actor: Actor, row: Return) -> None:
    if row.state == ReturnState.NOT_STARTED:
        row.state = ReturnState.IN_PROGRESS
        row.revision += 1
    row.touched_at = actor.now
    session.add(row)

"""Answers as they are kept: one at a time, each with its history, and what charts read of it."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from maap.domain.audit import Stage, must_be
from maap.domain.engine import check, route
from maap.domain.fieldwork import OPEN_FOR_ANSWERS, Overtaken, ReturnClosed, ReturnState
from maap.domain.giving import Given, guard
from maap.domain.identifiers import Lexicon
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.questionnaire import Grade, LongText, Questionnaire, Repeat, Text, Themes
from maap.storage.forms import return_form
from maap.storage.pulse import beat
from maap.storage.tables import Agency, Answer, AnswerVersion, Audit, Case, Return, Theme, ThemeMark
from maap.storage.trail import record
from maap.storage.trail_values import sealed_change


@dataclass(frozen=True)
class Pad:
    """A return to be answered: its agency's questionnaire, and its answers as they stand."""

    row: Return
    sheet: Questionnaire
    stored: dict[str, Answer]
    salt: str = ""


def open_pad(session: Session, audit: Audit, case: Case, row: Return) -> Pad:
    """A return, ready to be written on. Raises WrongStage, and ReturnClosed when it takes no more answers."""
    if session.get_bind().dialect.name == "postgresql":
        session.refresh(row, with_for_update=True)  # two deeds on one return queue up here
        session.refresh(audit, ["form_digest"])  # a newer version may have come while this one waited
    still_open(audit, case, row)
    return replace(read_pad(session, audit, row), salt=case.salt)


def read_pad(session: Session, audit: Audit, row: Return) -> Pad:
    """A return to look at, without keeping others from it."""
    key = session.get_one(Agency, row.agency_id).key  # whoever was let in to the return has it already
    answers = session.exec(select(Answer).where(Answer.return_id == row.id))
    return Pad(row, return_form(session, audit, row, key), {answer.question_id: answer for answer in answers})


def still_open(audit: Audit, case: Case, row: Return) -> None:
    """Refuse, in a sentence, a return that takes no more answers."""
    must_be(Stage(audit.stage), Stage.FIELDWORK)
    if case.status != "drawn":
        raise ReturnClosed("This case was replaced, so its return is no longer asked for. Your answers stay readable.")
    if ReturnState(row.state) not in OPEN_FOR_ANSWERS:
        raise ReturnClosed(
            f"This return is “{row.state}”, so its answers can no longer change. "
            "To change one, ask your agency's lead to reopen it."
        )


def write(session: Session, actor: Actor, pad: Pad, given: Given, words: Lexicon) -> int:
    """Keep one answer, with its history, and what it opens or closes. Returns its new revision.

    Raises BadAnswer (does not fit), Identifiers (must not be stored), MayIdentify (needs a reason), Overtaken (a
    colleague saved first; carries both values).
    """
    answers = {key: row.value for key, row in pad.stored.items()}
    value = check(pad.sheet, answers, given.question_id, given.value, actor.today)
    if isinstance(pad.sheet.question(given.question_id), Text | LongText | Repeat):
        guard(value, given.kept_because, words, actor.today)
    before = answers.get(given.question_id)
    row = _compared(pad.stored.get(given.question_id), given, value) or Answer(
        return_id=pad.row.id or 0,
        question_id=given.question_id,
        revision=0,
        saved_at=actor.now,
        saved_by=actor.person_id,
    )
    pad.stored[given.question_id] = keep(session, actor, row, value)
    recount(session, pad.sheet, pad.stored, actor)
    mark(session, pad.sheet, row)
    _touched(session, actor, pad.row)
    beat(session, pad.row.audit_id)
    record(
        session,
        actor,
        "answered",
        audit_id=pad.row.audit_id,
        about=f"return {pad.row.id}",
        question=given.question_id,
        revision=row.revision,
        **sealed_change(pad.salt, before, value),
        **({"kept_because": given.kept_because} if given.kept_because else {}),
    )
    return row.revision


def _compared(row: Answer | None, given: Given, value: object) -> Answer | None:
    """The stored row, if it is still the one that the person saw."""
    if (row.revision if row else 0) != given.seen:
        theirs = row.value if row else None
        raise Overtaken(
            "A colleague has just changed this answer. Both are shown below: choose which to keep.", value, theirs
        )
    return row


def keep(session: Session, actor: Actor, row: Answer, value: object) -> Answer:
    """Store a value as the next revision of an answer, beside its history."""
    row.value, row.saved_at, row.saved_by = value, actor.now, actor.person_id
    row.revision += 1
    session.add(row)
    if row.id is None:
        session.flush()
    session.add(
        AnswerVersion(
            answer_id=row.id or 0, revision=row.revision, value=value, saved_at=actor.now, saved_by=actor.person_id
        )
    )
    return row


def recount(session: Session, sheet: Questionnaire, stored: dict[str, Answer], actor: Actor) -> None:
    """Answers to questions that are no longer asked are kept and stop counting; those asked again count again."""
    taken = route(sheet, {key: row.value for key, row in stored.items()}, actor.today)
    for key, row in stored.items():
        counted = key in taken.answers
        if row.counted != counted:
            row.counted = counted
            session.add(row)
            session.execute(update(ThemeMark).where(col(ThemeMark.answer_id) == row.id).values(counted=counted))


def mark(session: Session, sheet: Questionnaire, row: Answer) -> None:
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
    now_called = func.coalesce(col(Theme.merged_into_id), col(Theme.id))
    ids = list(session.exec(select(now_called).where(col(Theme.key).in_(chosen))))
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
        for theme_id in dict.fromkeys(ids)
    )


def _touched(session: Session, actor: Actor, row: Return) -> None:
    if row.state == ReturnState.NOT_STARTED:
        row.state = ReturnState.IN_PROGRESS
        row.revision += 1
    row.touched_at = actor.now
    session.add(row)

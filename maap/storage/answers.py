"""Answers as they are kept: one at a time, each with its history, and what charts read of it."""

from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy import Executable, bindparam, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session

from maap.domain.audit import Stage, must_be
from maap.domain.engine import check, route
from maap.domain.fieldwork import OPEN_FOR_ANSWERS, Overtaken, ReturnClosed, ReturnState
from maap.domain.giving import Given, guard
from maap.domain.identifiers import Lexicon
from maap.domain.people import Actor
from maap.domain.questionnaire import Asked, Grade, LongText, Questionnaire, Repeat, Text, Themes
from maap.storage import answer_rows
from maap.storage.answer_rows import AnswerRow
from maap.storage.forms import return_form
from maap.storage.pulse import beat
from maap.storage.tables import Agency, Audit, Case, Return
from maap.storage.trail import record
from maap.storage.trail_values import sealed_change

_RETURNS = Return.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Pad:
    """A return to be answered: its agency's questionnaire, and its answers as they stand."""

    row: Return
    sheet: Questionnaire
    stored: dict[str, AnswerRow]
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
    return Pad(row, return_form(session, audit, row, key), answer_rows.rows_of(session, row.id or 0))


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
    row = _compared(pad, given, value)
    row.value = value
    pad.stored[given.question_id] = row
    opened_or_closed = recount(pad.sheet, pad.stored, actor)
    describe(pad.sheet, row)
    answer_rows.keep(session, actor, row)
    mark(session, pad.sheet, row)
    for other in opened_or_closed:
        if other is not row:
            answer_rows.read_by_charts(session, other)
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


def _compared(pad: Pad, given: Given, value: object) -> AnswerRow:
    """The stored row, if it is still the one that the person saw; a new one where nothing is stored."""
    row = pad.stored.get(given.question_id) or AnswerRow(given.question_id, pad.row.id or 0)
    if row.revision != given.seen:
        raise Overtaken(
            "A colleague has just changed this answer. Both are shown below: choose which to keep.", value, row.value
        )
    return row


def recount(sheet: Questionnaire, stored: dict[str, AnswerRow], actor: Actor) -> list[AnswerRow]:
    """Answers to questions that are no longer asked are kept and stop counting; those asked again count again.

    Returns those for which that changed. Nothing is stored yet.
    """
    taken = route(sheet, {key: row.value for key, row in stored.items()}, actor.today)
    changed = [row for key, row in stored.items() if row.counted != (key in taken.answers)]
    for row in changed:
        row.counted = not row.counted
    return changed


def describe(sheet: Questionnaire, row: AnswerRow) -> None:
    """What charts read of a graded answer: its domain and its grade. Nothing is stored yet."""
    if isinstance(_question(sheet, row), Grade):
        row.domain, row.grade = sheet.domain_of(row.question_id), str(row.value or "")


def mark(session: Session, sheet: Questionnaire, row: AnswerRow) -> None:
    """Store what charts read of a coded answer: its themes."""
    question = _question(sheet, row)
    if isinstance(question, Themes):
        domain = sheet.domain_of(row.question_id)
        answer_rows.mark(session, row, question.polarity, domain, list(row.value or []))


def _question(sheet: Questionnaire, row: AnswerRow) -> Asked | None:
    """None where the questionnaire has it no more."""
    try:
        return sheet.question(row.question_id)
    except KeyError:
        return None


def _touched(session: Session, actor: Actor, row: Return) -> None:
    now: dict[str, object] = {"touched_at": actor.now}
    if row.state == ReturnState.NOT_STARTED:
        now |= {"state": ReturnState.IN_PROGRESS, "revision": row.revision + 1}
    session.flush()
    session.connection().execute(_now(), {"its_id": row.id, **now})
    for name, value in now.items():
        set_committed_value(row, name, value)


@lru_cache(maxsize=1)
def _now() -> Executable:
    return update(_RETURNS).where(_RETURNS.c.id == bindparam("its_id"))

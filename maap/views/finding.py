"""One finding: its words, what it rests on with the evidence, and its themes with who chose and who confirmed them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import Seat, seat
from maap.domain.learning import WRITTEN_AT, NoFinding
from maap.domain.people import Actor, Permission
from maap.domain.questionnaire import EVIDENCE
from maap.domain.voice import Kind
from maap.storage.forms import asked
from maap.storage.tables import Agency, Answer, Case, Finding, FindingSource, Person, Voice
from maap.views.coding import Chosen, chosen
from maap.views.findings import Choices, FindingRow, choices, rows
from maap.views.heads import Head, head


@dataclass(frozen=True)
class Source:
    """What a finding rests on. ``words``: the answer; ``passage``: what was chosen in it; ``evidence``: the file's.

    ``whose``: «Practitioner», where somebody said it who has no return. What was set aside since has no words.
    """

    source_id: int
    case_id: int | None
    case: str
    agency: str
    answer_id: int | None
    voice_id: int | None
    whose: str
    question: str
    words: str
    passage: str
    evidence: str


@dataclass(frozen=True)
class Alike:
    """Another finding of the same kind that this one may be merged with."""

    finding_id: int
    text: str


@dataclass(frozen=True)
class FindingSheet:
    """A finding with everything that those who read findings may know. ``line_key``: the line of enquiry's key."""

    head: Head
    row: FindingRow
    line_key: str
    sources: tuple[Source, ...]
    themes: tuple[Chosen, ...]
    made_by: str
    made_at: datetime
    others: tuple[Alike, ...]
    choices: Choices
    may_code: bool


def finding(session: Session, actor: Actor, audit_id: int, finding_id: int) -> FindingSheet:
    """One finding. Raises NoFinding when it does not stand in this audit."""
    place = seat(session, actor, audit_id, Permission.READ_FINDINGS)
    found = rows(session, place, col(Finding.id) == finding_id)
    if not found:
        raise NoFinding
    may_code = place.may(Permission.CODE_FINDINGS) and place.audit.stage in WRITTEN_AT
    line, at, by = session.execute(
        sa.select(col(Finding.line), col(Finding.made_at), col(Person.name))
        .join(Person, col(Person.id) == Finding.made_by)
        .where(col(Finding.id) == finding_id)
    ).one()
    same = col(Finding.polarity) == found[0].polarity
    others = rows(session, place, same, col(Finding.id) != finding_id) if may_code else ()
    return FindingSheet(
        head=head(place),
        row=found[0],
        line_key=line,
        sources=_sources(session, place, finding_id),
        themes=chosen(session, place, finding_id),
        made_by=by,
        made_at=at,
        others=tuple(Alike(one.finding_id, one.text) for one in others),
        choices=choices(session, place),
        may_code=may_code,
    )


def _sources(session: Session, place: Seat, finding_id: int) -> tuple[Source, ...]:
    found = session.execute(
        sa.select(FindingSource, col(Case.reference), col(Agency.short_name), Answer, Voice)
        .join(Case, col(Case.id) == FindingSource.case_id, isouter=True)
        .join(Agency, col(Agency.id) == FindingSource.agency_id, isouter=True)
        .join(Answer, col(Answer.id) == FindingSource.answer_id, isouter=True)
        .join(Voice, col(Voice.id) == FindingSource.voice_id, isouter=True)
        .where(col(FindingSource.finding_id) == finding_id)
        .order_by(col(Case.number), col(Agency.position).nulls_last(), col(FindingSource.id))
    ).all()
    evidence = _evidence(session, [answer for *_, answer, _ in found if answer is not None])
    return tuple(
        Source(
            source_id=row.id or 0,
            case_id=row.case_id,
            case=case or "",
            agency=agency or "",
            answer_id=row.answer_id,
            voice_id=row.voice_id,
            whose=Kind(voice.kind).label if voice else "",
            question=_question(session, place, row.question_id) or _asked(voice, row.passage),
            words=_words(answer),
            passage="" if voice and voice.set_aside else row.passage,
            evidence=evidence.get((answer.return_id, answer.question_id), "") if answer else "",
        )
        for row, case, agency, answer, voice in found
    )


def _question(session: Session, place: Seat, question_id: str) -> str:
    question = asked(session, place.audit, question_id) if question_id else None
    return question.label if question else ""


def _asked(voice: Voice | None, passage: str) -> str:
    """What was asked, where the chosen words answer it."""
    if voice is None or voice.set_aside:
        return ""
    return next((question for question, answer in voice.said if passage and passage in answer), "")


def _words(answer: Answer | None) -> str:
    return answer.value if answer is not None and isinstance(answer.value, str) else ""


def _evidence(session: Session, answers: list[Answer]) -> dict[tuple[int, str], str]:
    """What agencies said in their files shows it, by return and question."""
    wanted = [answer.question_id + EVIDENCE for answer in answers]
    statement: Any = sa.select(col(Answer.return_id), col(Answer.question_id), col(Answer.value)).where(
        col(Answer.return_id).in_({answer.return_id for answer in answers}), col(Answer.question_id).in_(wanted)
    )
    return {
        (return_id, question_id.removesuffix(EVIDENCE)): value
        for return_id, question_id, value in session.execute(statement)
        if isinstance(value, str)
    }

"""Answers that speak of a strength or of an area for development, and what a finding may rest on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from maap.domain.learning import LONGEST_FINDING, NewSource, Polarity, refuse_misquoted, same
from maap.domain.panels import READ_OUT, is_private
from maap.domain.people import NotYours
from maap.domain.problems import Problem
from maap.domain.questionnaire import EVIDENCE, LongText, Questionnaire, Text, Themes, YesNo
from maap.domain.sections import apart
from maap.domain.terms import Terms
from maap.storage.findings import standing
from maap.storage.forms import form, return_form
from maap.storage.tables import (
    Agency,
    Answer,
    Audit,
    Case,
    Finding,
    FindingSource,
    Participation,
    Return,
    ThemeMark,
    Voice,
)


@dataclass(frozen=True)
class Marked:
    """An answer that is a finding in the making. ``known_as``: the finding that says the same already."""

    text: str
    polarity: Polarity
    domain: str
    line: str
    source: dict[str, Any]
    saved_by: int
    themes: tuple[int, ...]
    known_as: int | None


def answers_without_finding(session: Session, audit: Audit) -> list[list[Marked]]:
    """Answers that are in and have no finding yet; those that say the same together, in the order of the cases."""
    whole = form(audit)
    lines = _lines(audit, whole)
    themes, known = _themes(session, audit, whole), _known(session, audit)
    groups: dict[tuple[str, str, str], list[Marked]] = {}
    for answer, row in session.execute(_in(audit).where(~_is_source())):
        told = _told(return_form(session, audit, row), answer)
        if told is None:
            continue
        polarity, text, domain = told
        place_of = (row.id or 0, polarity, domain, apart(answer.question_id)[1])
        key = (polarity, domain, same(text))
        source = {"case_id": row.case_id, "agency_id": row.agency_id, "answer_id": answer.id}
        marked = Marked(
            text=text,
            polarity=Polarity(polarity),
            domain=domain,
            line=lines.get(apart(answer.question_id)[0], ""),
            source=source | {"question_id": answer.question_id},
            saved_by=answer.saved_by,
            themes=themes.get(place_of, ()),
            known_as=known.get(key),
        )
        groups.setdefault(key, []).append(marked)
    return list(groups.values())


def checked_source(session: Session, audit: Audit, finding_id: int, given: NewSource) -> FindingSource:
    """What a finding will rest on, if it is of this audit and may be read by a panel; not stored yet.

    Raises NotYours, and Problem when it names nothing or quotes what the answer does not say.
    """
    if given.answer_id is not None:
        return _from_answer(session, audit, finding_id, given)
    if given.voice_id is not None:
        return _from_voice(session, audit, finding_id, given)
    if given.case_id is not None:
        of_audit = select(Case.id).where(Case.id == given.case_id, Case.audit_id == audit.id, Case.status == "drawn")
        if session.exec(of_audit).first() is None:
            raise NotYours("case")
    if given.agency_id is not None:
        takes_part = select(Participation.id).where(
            Participation.audit_id == audit.id, Participation.agency_id == given.agency_id
        )
        if session.exec(takes_part).first() is None:
            raise NotYours("agency")
    if not (given.case_id or given.agency_id or given.passage):
        raise Problem("Say which case, agency or answer shows this.")
    return FindingSource(finding_id=finding_id, **given.model_dump())


def _from_answer(session: Session, audit: Audit, finding_id: int, given: NewSource) -> FindingSource:
    found = session.execute(_in(audit).where(col(Answer.id) == given.answer_id)).first()
    if found is None or is_private(found[0].question_id):
        raise NotYours("answer")
    answer, row = found
    if given.passage:
        evidence = select(Answer.value).where(
            Answer.return_id == row.id, Answer.question_id == answer.question_id + EVIDENCE
        )
        refuse_misquoted(given.passage, _texts((answer.value, *session.exec(evidence))))
    return FindingSource(
        finding_id=finding_id,
        case_id=row.case_id,
        agency_id=row.agency_id,
        answer_id=answer.id,
        question_id=answer.question_id,
        passage=given.passage,
    )


def _from_voice(session: Session, audit: Audit, finding_id: int, given: NewSource) -> FindingSource:
    """What was said about a case. An agency is not named: a practitioner told it to the panel alone, if at all."""
    voice = session.exec(
        select(Voice).where(Voice.id == given.voice_id, Voice.audit_id == audit.id, Voice.set_aside == "")
    ).first()
    if voice is None:
        raise NotYours("view")
    refuse_misquoted(given.passage, (answer for _, answer in voice.said))
    return FindingSource(finding_id=finding_id, case_id=voice.case_id, voice_id=voice.id, passage=given.passage)


def not_to_be_quoted(session: Session, audit: Audit, voice_ids: Iterable[int | None]) -> tuple[str, ...]:
    """The words of these views of an audit whose people do not want to be quoted."""
    wanted = [one for one in voice_ids if one is not None]
    said = session.exec(
        select(Voice.said).where(col(Voice.id).in_(wanted), Voice.audit_id == audit.id, ~col(Voice.may_quote))
    )
    return tuple(answer for pairs in said for _, answer in pairs)


def _texts(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from _texts(value.values())
        elif isinstance(value, list):
            yield from _texts(value)


def _in(audit: Audit) -> Any:
    """Answers that count, of returns that are in, with their returns: what a panel reads."""
    return (
        select(Answer, Return)
        .join(Return, col(Return.id) == Answer.return_id)
        .join(Case, col(Case.id) == Return.case_id)
        .join(Agency, col(Agency.id) == Return.agency_id)
        .where(
            col(Return.audit_id) == audit.id,
            col(Return.state).in_(READ_OUT),
            col(Case.status) == "drawn",
            col(Answer.counted),
        )
        .order_by(col(Case.number), col(Agency.position), col(Answer.id))
    )


def _is_source() -> Any:
    return select(FindingSource.id).where(col(FindingSource.answer_id) == Answer.id).exists()


def _told(whole: Questionnaire, answer: Answer) -> tuple[str, str, str] | None:
    """Polarity, words and domain of an answer that speaks of a strength or an area; None for any other."""
    if answer.question_id.endswith(EVIDENCE) or is_private(answer.question_id):
        return None
    try:
        question = whole.question(answer.question_id)
    except KeyError:
        return None
    text = str(answer.value or "").strip()
    if isinstance(question, YesNo) and question.polarity and text == "yes":
        text = f"{question.label} Yes."
    elif not isinstance(question, Text | LongText):
        return None
    if not question.polarity or not text:
        return None
    return question.polarity, _cut(text), whole.domain_of(answer.question_id)


def _cut(text: str) -> str:
    """A finding is a sentence or two; the whole answer stays within reach as its source."""
    if len(text) <= LONGEST_FINDING:
        return text
    return text[: LONGEST_FINDING - 1].rsplit(" ", 1)[0] + "…"


def _themes(session: Session, audit: Audit, whole: Questionnaire) -> dict[tuple[int, str, str, int], tuple[int, ...]]:
    """The themes that an agency chose beside an answer: by return, polarity, domain and which of several."""
    rows = session.execute(
        select(ThemeMark, Answer.question_id)
        .join(Answer, col(Answer.id) == ThemeMark.answer_id)
        .join(Return, col(Return.id) == ThemeMark.return_id)
        .where(col(Return.audit_id) == audit.id, col(ThemeMark.counted))
        .order_by(col(ThemeMark.id))
    )
    found: dict[tuple[int, str, str, int], tuple[int, ...]] = {}
    for mark, question_id in rows:
        key = (mark.return_id, mark.polarity, mark.domain, apart(question_id)[1])
        found[key] = (*found.get(key, ()), mark.theme_id)
    return found if any(isinstance(question, Themes) for question in whole.questions) else {}


def _known(session: Session, audit: Audit) -> dict[tuple[str, str, str], int]:
    rows = session.exec(select(Finding).where(standing(audit.id or 0), Finding.source == "answer"))
    return {(row.polarity, row.domain, same(row.text)): row.id or 0 for row in rows}


def line_of(audit: Audit, whole: Questionnaire, question_id: str) -> str:
    """The line of enquiry that a question serves; empty when it serves none."""
    return _lines(audit, whole).get(question_id, "")


def _lines(audit: Audit, whole: Questionnaire) -> Mapping[str, str]:
    """The line of enquiry that each question serves."""
    lines = Terms.model_validate(audit.terms).lines
    named = {line.key for line in lines}
    own = {question.id: question.line for question in whole.questions if question.line in named}
    return {question: line.key for line in lines for question in line.questions} | own

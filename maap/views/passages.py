"""What a panel reads about a case, to choose passages in: agencies' answers, and what people said."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import Seat, seat
from maap.domain.audit import Stage, has_reached
from maap.domain.learning import WRITTEN_AT
from maap.domain.panels import READ_OUT, is_private
from maap.domain.people import Actor, Permission
from maap.domain.questionnaire import EVIDENCE, LongText, Questionnaire, Text
from maap.domain.voice import Kind
from maap.storage.findings import standing
from maap.storage.forms import form, return_form
from maap.storage.tables import Agency, Answer, Case, Finding, FindingSource, Return, Voice
from maap.views.findings import Choices, choices
from maap.views.heads import Head, head


@dataclass(frozen=True)
class Readable:
    """An answer in words. ``polarity`` and ``domain`` are its question's; ``findings`` rest on it already.

    ``whose``: an agency's short name, or «Practitioner». One of the two ids is None. ``may_quote``: whether these words
    may stand in a finding.
    """

    key: str
    answer_id: int | None
    voice_id: int | None
    question: str
    polarity: str
    domain: str
    whose: str
    text: str
    findings: int
    may_quote: bool = True


@dataclass(frozen=True)
class Passages:
    """The answers about one case, in the order of the questionnaire, and then the views that were given."""

    head: Head
    case_id: int | None
    answers: tuple[Readable, ...]
    views: tuple[Readable, ...]
    choices: Choices
    may_code: bool


def passages(session: Session, actor: Actor, audit_id: int, case_id: int | None, agency_id: int | None) -> Passages:
    """Answers about a case, by default the first one; of one agency, or of all."""
    place = seat(session, actor, audit_id, Permission.CODE_FINDINGS)
    of = choices(session, place)
    case_id = case_id if case_id in of.cases else next(iter(of.cases), None)
    agency_id = agency_id if agency_id in of.agencies else None
    read_out = case_id is not None and agency_id is None and has_reached(Stage(place.audit.stage), Stage.PANEL)
    return Passages(
        head=head(place),
        case_id=case_id,
        answers=tuple(_answers(session, place, case_id, agency_id)) if case_id is not None else (),
        views=tuple(_views(session, place, case_id)) if case_id is not None and read_out else (),
        choices=of,
        may_code=place.audit.stage in WRITTEN_AT,
    )


def _views(session: Session, place: Seat, case_id: int) -> Iterable[Readable]:
    """What was said about the case, an answer each; nothing that is set aside, and no agency."""
    rows = session.execute(
        sa.select(Voice, _resting(place, col(FindingSource.voice_id) == Voice.id))
        .where(col(Voice.audit_id) == place.id, col(Voice.case_id) == case_id, col(Voice.set_aside) == "")
        .order_by(col(Voice.received_at), col(Voice.id))
    ).all()
    for voice, n in rows:
        for number, (question, text) in enumerate(voice.said):
            key, whose = f"voice-{voice.id}-{number}", Kind(voice.kind).label
            yield Readable(key, None, voice.id, question, "", "", whose, text, n, voice.may_quote)


def _resting(place: Seat, on: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    """How many findings that stand rest on a thing."""
    return (
        sa.select(sa.func.count(sa.distinct(col(Finding.id))))
        .join(FindingSource, col(FindingSource.finding_id) == Finding.id)
        .where(on, standing(place.id))
        .scalar_subquery()
    )


def _answers(session: Session, place: Seat, case_id: int, agency_id: int | None) -> Iterable[Readable]:
    resting = _resting(place, col(FindingSource.answer_id) == Answer.id)
    rows = session.execute(
        sa.select(Answer, Return, col(Agency.short_name), resting)
        .join(Return, col(Return.id) == Answer.return_id)
        .join(Case, col(Case.id) == Return.case_id)
        .join(Agency, col(Agency.id) == Return.agency_id)
        .where(
            col(Return.audit_id) == place.id,
            col(Return.case_id) == case_id,
            col(Return.state).in_(READ_OUT),
            col(Case.status) == "drawn",
            col(Answer.counted),
            *([col(Return.agency_id) == agency_id] if agency_id else []),
        )
        .order_by(col(Agency.position), col(Answer.id))
    ).all()
    whole = form(place.audit)
    order = {question.id: number for number, question in enumerate(whole.questions)}
    for answer, row, agency, n in sorted(rows, key=lambda found: order.get(found[0].question_id, len(order))):
        own = return_form(session, place.audit, row)
        if not isinstance(answer.value, str) or (question := _words(own, answer.question_id)) is None:
            continue
        polarity, domain = question.polarity or "", own.domain_of(question.id)
        key = str(answer.id)
        yield Readable(key, answer.id, None, question.label, polarity, domain, agency, answer.value, n)


def _words(form: Questionnaire, question_id: str) -> Text | LongText | None:
    """The question, where a person's own words stand there and the panel may read them."""
    if question_id.endswith(EVIDENCE) or is_private(question_id):
        return None
    try:
        question = form.question(question_id)
    except KeyError:
        return None
    return question if isinstance(question, Text | LongText) else None

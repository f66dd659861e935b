"""What stands at each step of a trace, read for one audit."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import Seat
from maap.domain.actions import IN_WORDS as STATUS_IN_WORDS
from maap.domain.actions import Status
from maap.domain.before_after import yardstick
from maap.domain.learning import Polarity
from maap.domain.recommendations import IN_WORDS as KIND_IN_WORDS
from maap.domain.recommendations import Kind
from maap.domain.tracing import Step, Stop
from maap.domain.voice import Kind as Whose
from maap.storage.findings import standing
from maap.storage.forms import asked, form
from maap.storage.tables import (
    Action,
    ActionUpdate,
    Agency,
    Answer,
    Case,
    Finding,
    FindingSource,
    FindingTheme,
    Recommendation,
    Return,
    Theme,
    Voice,
)


@dataclass(frozen=True)
class Ids:
    """What hangs together, by id. None: follow it from the step before."""

    findings: frozenset[int] = frozenset()
    recommendations: frozenset[int] | None = None
    actions: frozenset[int] | None = None
    themes: frozenset[int] | None = None
    answers: frozenset[int] | None = None
    voices: frozenset[int] | None = None


def answers(session: Session, place: Seat, ids: Ids) -> tuple[Stop, ...]:
    """Answers behind the findings, in the order of the cases."""
    rows = session.execute(
        sa.select(col(Answer.id), col(Answer.question_id), Answer.value, col(Case.reference), col(Agency.short_name))
        .join(Return, col(Return.id) == Answer.return_id)
        .join(Case, col(Case.id) == Return.case_id)
        .join(Agency, col(Agency.id) == Return.agency_id)
        .where(
            col(Answer.id).in_(ids.answers or ()),
            col(Return.audit_id) == place.id,
            sa.select(col(FindingSource.id)).where(col(FindingSource.answer_id) == Answer.id).exists(),
        )
        .order_by(col(Case.number), col(Agency.position), col(Answer.id))
    )
    return tuple(
        Stop(Step.ANSWER, str(answer_id), _said(value), f"{case}, {agency}: {_label(session, place, question_id)}")
        for answer_id, question_id, value, case, agency in rows
    )


def voices(session: Session, place: Seat, ids: Ids) -> tuple[Stop, ...]:
    """What practitioners and families said behind the findings, case by case; nothing that is set aside."""
    rows = session.execute(
        sa.select(Voice, col(Case.reference))
        .join(Case, col(Case.id) == Voice.case_id)
        .where(
            col(Voice.id).in_(ids.voices or ()),
            col(Voice.audit_id) == place.id,
            col(Voice.set_aside) == "",
            sa.select(col(FindingSource.id)).where(col(FindingSource.voice_id) == Voice.id).exists(),
        )
        .order_by(col(Case.number), col(Voice.id))
    )
    return tuple(
        Stop(
            Step.VOICE,
            str(one.id),
            "\n".join(answer for _, answer in one.said),
            f"{case}: {Whose(one.kind).label}",
        )
        for one, case in rows
    )


def _said(value: object) -> str:
    return value.capitalize() if value in ("yes", "no") else str(value or "")


def _label(session: Session, place: Seat, question_id: str) -> str:
    question = asked(session, place.audit, question_id)
    return question.label if question else ""


def findings(session: Session, place: Seat, ids: Ids) -> tuple[Stop, ...]:
    """Findings that stand, strengths first."""
    rows = session.execute(
        sa.select(col(Finding.id), col(Finding.text), col(Finding.polarity))
        .where(col(Finding.id).in_(ids.findings), standing(place.id))
        .order_by(col(Finding.polarity).desc(), col(Finding.id))
    )
    return tuple(Stop(Step.FINDING, str(row[0]), row[1], Polarity(row[2]).label) for row in rows)


def themes(session: Session, place: Seat, ids: Ids) -> tuple[Stop, ...]:
    """Themes in the order of the codebook; only those that a finding of this audit is coded to."""
    coded_here = (
        sa.select(col(FindingTheme.id))
        .join(Finding, col(Finding.id) == FindingTheme.finding_id)
        .where(col(FindingTheme.theme_id) == Theme.id, standing(place.id))
    )
    rows = session.execute(
        sa.select(col(Theme.id), col(Theme.name), col(Theme.definition))
        .where(col(Theme.id).in_(ids.themes or ()), coded_here.exists())
        .order_by(col(Theme.position), col(Theme.id))
    )
    return tuple(Stop(Step.THEME, str(row[0]), row[1], row[2]) for row in rows)


def recommendations(session: Session, place: Seat, ids: Ids) -> tuple[Stop, ...]:
    """Recommendations by number."""
    rows = session.execute(
        sa.select(
            col(Recommendation.id), col(Recommendation.text), col(Recommendation.number), col(Recommendation.kind)
        )
        .where(col(Recommendation.id).in_(ids.recommendations or ()), col(Recommendation.audit_id) == place.id)
        .order_by(col(Recommendation.number), col(Recommendation.id))
    )
    return tuple(
        Stop(Step.RECOMMENDATION, str(key), text, f"Recommendation {number}: {KIND_IN_WORDS[Kind(kind)].lower()}")
        for key, text, number, kind in rows
    )


def actions(session: Session, place: Seat, ids: Ids) -> tuple[Stop, ...]:
    """Actions by number, with how far they are."""
    rows = session.execute(
        sa.select(col(Action.id), col(Action.text), col(Action.number), col(Action.status), col(Agency.short_name))
        .join(Agency, col(Agency.id) == Action.lead_agency_id)
        .where(col(Action.id).in_(ids.actions or ()), col(Action.audit_id) == place.id)
        .order_by(col(Action.number), col(Action.id))
    )
    return tuple(
        Stop(Step.ACTION, str(key), text, f"Action {number}, {agency}: {STATUS_IN_WORDS[Status(status)].lower()}")
        for key, text, number, status, agency in rows
    )


def evidence(session: Session, place: Seat, ids: Ids) -> tuple[Stop, ...]:
    """What agencies sent to show that something changed."""
    rows = session.execute(
        sa.select(col(ActionUpdate.id), col(ActionUpdate.evidence), col(ActionUpdate.evidence_kind), col(Action.number))
        .join(Action, col(Action.id) == ActionUpdate.action_id)
        .where(col(Action.id).in_(ids.actions or ()), col(Action.audit_id) == place.id, col(ActionUpdate.evidence) > "")
        .order_by(col(ActionUpdate.id))
    )
    return tuple(
        Stop(Step.EVIDENCE, str(key), text, f"{kind.capitalize()}, for action {number}".removeprefix(", "))
        for key, text, kind, number in rows
    )


def questions(session: Session, place: Seat, ids: Ids) -> tuple[Stop, ...]:
    """What actions name as the measure that should improve."""
    rows = session.execute(
        sa.select(col(Action.question_id), col(Action.domain), col(Action.number))
        .where(col(Action.id).in_(ids.actions or ()), sa.or_(col(Action.question_id) > "", col(Action.domain) > ""))
        .order_by(col(Action.number))
    )
    found: dict[str, Stop] = {}
    for question_id, domain, number in rows:
        key = question_id or domain
        measured = yardstick(form(place.audit), question_id, domain) if place.audit.questionnaire is not None else None
        found.setdefault(key, Stop(Step.QUESTION, key, measured.name if measured else key, f"Named by action {number}"))
    return tuple(found.values())

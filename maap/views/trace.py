"""The trace: from an answer through findings, themes and actions to what is asked again, from wherever one begins."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import Seat, seat
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.tracing import Step, Stop
from maap.storage.findings import standing
from maap.storage.tables import (
    Action,
    ActionUpdate,
    Finding,
    FindingSource,
    FindingTheme,
    Recommendation,
    RecommendationFinding,
)
from maap.views.heads import Head, head
from maap.views.trace_stops import Ids, actions, answers, evidence, findings, questions, recommendations, themes, voices


@dataclass(frozen=True)
class Trace:
    """Everything that hangs together with one thing, step by step; that thing itself is among it."""

    head: Head
    step: Step
    key: str
    stops: dict[Step, tuple[Stop, ...]]

    @property
    def start(self) -> Stop:
        """Where the trace begins."""
        return next(stop for stop in self.stops[self.step] if stop.key == self.key)


def trace(session: Session, actor: Actor, audit_id: int, step: Step, key: str) -> Trace:
    """The way through one thing of an audit. Raises NotYours when the audit has no such thing."""
    place = seat(session, actor, audit_id, Permission.READ_FINDINGS)
    ids = _followed(session, place, _begun(session, place, step, key))
    stops = {
        Step.ANSWER: answers(session, place, ids),
        Step.VOICE: voices(session, place, ids),
        Step.FINDING: findings(session, place, ids),
        Step.THEME: themes(session, place, ids),
        Step.RECOMMENDATION: recommendations(session, place, ids),
        Step.ACTION: actions(session, place, ids),
        Step.EVIDENCE: evidence(session, place, ids),
        Step.QUESTION: questions(session, place, ids),
    }
    if not any(stop.key == key for stop in stops[step]):
        raise NotYours(step.value)
    return Trace(head(place), step, key, stops)


def _begun(session: Session, place: Seat, step: Step, key: str) -> Ids:
    """What the starting point names, backwards to its findings."""
    if step is Step.QUESTION:
        acts = _ids(session, _of_question(place, key))
        recommendations = _ids(session, sa.select(col(Action.recommendation_id)).where(col(Action.id).in_(acts)))
        return Ids(_behind(session, place, recommendations), recommendations, acts)
    number = int(key) if key.isascii() and key.isdigit() and len(key) <= 9 else 0
    if step is Step.EVIDENCE:
        step, number = Step.ACTION, next(iter(_ids(session, _of_update(number))), 0)
    match step:
        case Step.FINDING:
            return Ids(frozenset({number}))
        case Step.ANSWER:
            sources = sa.select(col(FindingSource.finding_id)).where(col(FindingSource.answer_id) == number)
            return Ids(_ids(session, sources), answers=frozenset({number}))
        case Step.VOICE:
            sources = sa.select(col(FindingSource.finding_id)).where(col(FindingSource.voice_id) == number)
            return Ids(_ids(session, sources), voices=frozenset({number}))
        case Step.THEME:
            coded = sa.select(col(FindingTheme.finding_id)).where(col(FindingTheme.theme_id) == number)
            return Ids(_ids(session, coded), themes=frozenset({number}))
        case Step.RECOMMENDATION:
            one = frozenset({number})
            return Ids(_behind(session, place, one), one)
        case _:
            acts = _ids(session, sa.select(col(Action.id)).where(col(Action.id) == number))
            under = _ids(session, sa.select(col(Action.recommendation_id)).where(col(Action.id).in_(acts)))
            return Ids(_behind(session, place, under), under, acts)


def _followed(session: Session, place: Seat, ids: Ids) -> Ids:
    """The same, forwards from its findings; only what belongs to this audit."""
    standing_here = sa.select(col(Finding.id)).where(standing(place.id), col(Finding.id).in_(ids.findings))
    ids = replace(ids, findings=_ids(session, standing_here))
    if ids.recommendations is None:
        following = sa.select(col(RecommendationFinding.recommendation_id)).where(
            col(RecommendationFinding.finding_id).in_(ids.findings)
        )
        ids = replace(ids, recommendations=_ids(session, following))
    if ids.actions is None:
        under = sa.select(col(Action.id)).where(col(Action.recommendation_id).in_(ids.recommendations or ()))
        ids = replace(ids, actions=_ids(session, under))
    if ids.themes is None:
        coded = sa.select(col(FindingTheme.theme_id)).where(col(FindingTheme.finding_id).in_(ids.findings))
        ids = replace(ids, themes=_ids(session, coded))
    if ids.answers is None:
        sources = sa.select(col(FindingSource.answer_id)).where(col(FindingSource.finding_id).in_(ids.findings))
        ids = replace(ids, answers=_ids(session, sources.where(col(FindingSource.answer_id).is_not(None))))
    if ids.voices is None:
        heard = sa.select(col(FindingSource.voice_id)).where(col(FindingSource.finding_id).in_(ids.findings))
        ids = replace(ids, voices=_ids(session, heard.where(col(FindingSource.voice_id).is_not(None))))
    own = sa.select(col(Action.id)).where(col(Action.id).in_(ids.actions or ()), col(Action.audit_id) == place.id)
    return replace(ids, actions=_ids(session, own))


def _ids(session: Session, statement: Any) -> frozenset[int]:
    return frozenset(row[0] for row in session.execute(statement))


def _behind(session: Session, place: Seat, recommendations: Iterable[int]) -> frozenset[int]:
    return _ids(
        session,
        sa.select(col(RecommendationFinding.finding_id))
        .join(Recommendation, col(Recommendation.id) == RecommendationFinding.recommendation_id)
        .where(col(Recommendation.id).in_(list(recommendations)), col(Recommendation.audit_id) == place.id),
    )


def _of_question(place: Seat, key: str) -> Any:
    named = sa.or_(col(Action.question_id) == key, sa.and_(col(Action.question_id) == "", col(Action.domain) == key))
    return sa.select(col(Action.id)).where(col(Action.audit_id) == place.id, named, sa.literal(key) != "")


def _of_update(update_id: int) -> Any:
    return sa.select(col(ActionUpdate.action_id)).where(col(ActionUpdate.id) == update_id)

"""The team writes what it recommends, from the findings of an audit."""

from collections.abc import Collection

from sqlmodel import Session, col, delete, func, select

from maap.access import Seat, seat
from maap.domain.audit import Stage, must_be
from maap.domain.fieldwork import Overtaken
from maap.domain.giving import guard
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.domain.recommendations import WRITTEN_AT, Kind, NewRecommendation, refuse_unfit
from maap.outside.words import lexicon
from maap.storage.findings import several
from maap.storage.pulse import beat
from maap.storage.revisions import changed
from maap.storage.tables import Action, Recommendation, RecommendationFinding
from maap.storage.trail import record
from maap.storage.twins import twin


def recommend(session: Session, actor: Actor, audit_id: int, given: NewRecommendation) -> int:
    """Write a recommendation; it gets the audit's next number. Returns its id; pressed twice it is one.

    Raises Problem (no words, a finding of another audit), Identifiers, MayIdentify and WrongStage.
    """
    place = seat(session, actor, audit_id, Permission.RECOMMEND)
    must_be(Stage(place.audit.stage), *WRITTEN_AT)
    _refuse(session, actor, place, given, "")
    highest = session.exec(select(func.max(Recommendation.number)).where(Recommendation.audit_id == place.id)).one()
    row = Recommendation(
        audit_id=place.id,
        number=(highest or 0) + 1,
        kind=given.kind,
        text=given.text,
        made_by=actor.person_id,
        made_at=actor.now,
    )
    there = twin(session, row, "made_at")
    if there is not None and set(_linked(session, there)) == set(given.finding_ids):
        return there.id or 0
    session.add(row)
    session.flush()
    _link(session, row.id or 0, given.finding_ids)
    beat(session, place.id)
    _note(session, actor, "wrote a recommendation", row, given)
    return row.id or 0


def change_recommendation(
    session: Session, actor: Actor, audit_id: int, recommendation_id: int, given: NewRecommendation, seen: int
) -> None:
    """Put other words, another kind or other findings in place of what was written.

    ``seen`` is the revision on the writer's page. Raises Overtaken (carries both), and what `recommend` raises.
    """
    place = seat(session, actor, audit_id, Permission.RECOMMEND)
    must_be(Stage(place.audit.stage), *WRITTEN_AT)
    row = _row(session, place, recommendation_id)
    _refuse(session, actor, place, given, row.text)
    theirs = NewRecommendation(kind=Kind(row.kind), text=row.text, finding_ids=tuple(_linked(session, row)))
    if not changed(session, Recommendation, recommendation_id, seen, kind=given.kind, text=given.text):
        raise Overtaken(
            "A colleague has just changed this recommendation. Read theirs on this page; what you typed is still in "
            "its fields. Save again if it should stand instead.",
            given,
            theirs,
        )
    session.execute(
        delete(RecommendationFinding).where(col(RecommendationFinding.recommendation_id) == recommendation_id)
    )
    _link(session, recommendation_id, given.finding_ids)
    _note(session, actor, "changed a recommendation", row, given)


def remove_recommendation(session: Session, actor: Actor, audit_id: int, recommendation_id: int) -> None:
    """Take out a recommendation that has no action. Its number is not given again while later ones stand.

    Raises Problem when it has actions: those are closed with a reason instead.
    """
    place = seat(session, actor, audit_id, Permission.RECOMMEND)
    must_be(Stage(place.audit.stage), *WRITTEN_AT)
    row = _row(session, place, recommendation_id)
    if session.exec(select(Action.id).where(Action.recommendation_id == row.id)).first() is not None:
        raise Problem(
            "This recommendation has actions, so it stays. Close its actions with a reason if they are not needed."
        )
    session.execute(
        delete(RecommendationFinding).where(col(RecommendationFinding.recommendation_id) == recommendation_id)
    )
    session.delete(row)
    beat(session, place.id)
    record(
        session,
        actor,
        "removed a recommendation",
        audit_id=place.id,
        about=f"recommendation {row.number}",
        kind=row.kind,
    )


def _row(session: Session, place: Seat, recommendation_id: int) -> Recommendation:
    row = session.get(Recommendation, recommendation_id, populate_existing=True)
    if row is None or row.audit_id != place.id:
        raise NotYours("recommendation")
    return row


def _refuse(session: Session, actor: Actor, place: Seat, given: NewRecommendation, stored: str) -> None:
    """Words that were kept before are not asked about again."""
    refuse_unfit(given)
    several(session, place.id, given.finding_ids)
    guard([given.text] if given.text != stored else [], given.kept_because, lexicon(), actor.today)


def _linked(session: Session, row: Recommendation) -> Collection[int]:
    return session.exec(
        select(RecommendationFinding.finding_id)
        .where(RecommendationFinding.recommendation_id == row.id)
        .order_by(col(RecommendationFinding.id))
    ).all()


def _link(session: Session, recommendation_id: int, finding_ids: tuple[int, ...]) -> None:
    session.add_all(
        RecommendationFinding(recommendation_id=recommendation_id, finding_id=finding_id)
        for finding_id in dict.fromkeys(finding_ids)
    )
    session.flush()


def _note(session: Session, actor: Actor, deed: str, row: Recommendation, given: NewRecommendation) -> None:
    record(
        session,
        actor,
        deed,
        audit_id=row.audit_id,
        about=f"recommendation {row.number}",
        kind=given.kind,
        findings=len(set(given.finding_ids)),
        **({"kept_because": given.kept_because} if given.kept_because else {}),
    )

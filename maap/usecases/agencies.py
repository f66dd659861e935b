"""An agency commits to the procedures of an audit, declines, and names its auditors: each for itself alone."""

import hashlib
from collections.abc import Collection

from sqlalchemy import delete, exists, insert, update
from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.audit import Stage, must_be
from maap.domain.commitment import ANSWERED_AT, Commitment, reason_for_declining
from maap.domain.due_dates import returns_due
from maap.domain.fieldwork import OPEN_FOR_ANSWERS
from maap.domain.identifiers import refuse_certain
from maap.domain.people import AGENCY_ROLES, Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.domain.terms import Terms
from maap.outside.bank_holidays import around
from maap.outside.words import lexicon
from maap.storage.dealing import deal, is_begun, withdraw
from maap.storage.pulse import beat
from maap.storage.tables import Appointment, FellowAuditor, NamedAuditor, Participation, Partnership, Person, Return
from maap.storage.trail import record


class AnswerOvertaken(Problem):
    """A colleague in the same agency answered since the page was drawn."""

    def __init__(self) -> None:
        super().__init__("A colleague in your agency has just changed this. Look at the page again before you answer.")


def commit(session: Session, actor: Actor, audit_id: int, seen: int) -> None:
    """The actor's agency accepts the procedures, as seen at the participation's revision ``seen``.

    An agency that commits during fieldwork gets its returns at once. Raises AnswerOvertaken and WrongStage.
    """
    place = seat(session, actor, audit_id, Permission.COMMIT_AGENCY)
    own = _own(place)
    must_be(Stage(place.audit.stage), *ANSWERED_AT)
    if own.answer == Commitment.COMMITTED:
        raise Problem("Your agency has already committed to this audit. There is nothing more to confirm.")
    _answer(session, actor, own, Commitment.COMMITTED, "", seen)
    made = 0
    if place.audit.stage == Stage.FIELDWORK:
        timetable = Terms.model_validate(place.audit.terms).timetable
        made = deal(session, audit_id, returns_due(timetable, actor.today, around(actor.today)))
    beat(session, audit_id)
    record(
        session,
        actor,
        "committed the agency to the procedures",
        audit_id=audit_id,
        about=f"agency {own.agency_id}",
        procedures_sha256=_procedures_digest(session),
        returns=made,
    )


def decline(session: Session, actor: Actor, audit_id: int, reason: str, seen: int) -> None:
    """The actor's agency cannot take part. Its untouched returns go, and its auditors no longer reach the audit.

    Raises AnswerOvertaken, WrongStage, Identifiers, and Problem without a reason or once a return has been begun.
    """
    place = seat(session, actor, audit_id, Permission.COMMIT_AGENCY)
    own = _own(place)
    must_be(Stage(place.audit.stage), *ANSWERED_AT)
    kept = reason_for_declining(reason)
    refuse_certain(kept, lexicon())
    _refuse_when_begun(session, own)
    _answer(session, actor, own, Commitment.DECLINED, kept, seen)
    withdraw(session, col(Return.audit_id) == audit_id, col(Return.agency_id) == own.agency_id)
    session.execute(
        delete(NamedAuditor).where(col(NamedAuditor.audit_id) == audit_id, col(NamedAuditor.agency_id) == own.agency_id)
    )
    beat(session, audit_id)
    record(session, actor, "declined for the agency", audit_id=audit_id, about=f"agency {own.agency_id}")


def name_auditors(session: Session, actor: Actor, audit_id: int, person_ids: Collection[int], seen: int) -> None:
    """These people, and nobody else, audit for the actor's agency.

    Open returns of somebody who is no longer named go back to the agency without an auditor. Raises AnswerOvertaken,
    WrongStage, and Problem when nobody is named or somebody is no auditor of the agency.
    """
    place = seat(session, actor, audit_id, Permission.COMMIT_AGENCY)
    own = _own(place)
    must_be(Stage(place.audit.stage), *ANSWERED_AT)
    if own.answer != Commitment.COMMITTED:
        raise Problem("Commit your agency to the procedures first, then name its auditors.")
    chosen = frozenset(person_ids)
    if not chosen:
        raise Problem("Name at least one auditor who did not hold the cases.")
    if not chosen <= _may_audit(session, own.agency_id):
        raise Problem("Choose auditors from the list: people of your own agency who are invited as auditor or lead.")
    _take(session, own, seen)
    _replace(session, own, chosen)
    beat(session, audit_id)
    record(
        session,
        actor,
        "named the agency's auditors",
        audit_id=audit_id,
        about=f"agency {own.agency_id}",
        people=sorted(chosen),
    )


def _own(place: Seat) -> Participation:
    if place.participation is None:
        raise NotYours
    return place.participation


def _take(session: Session, own: Participation, seen: int, **changes: object) -> None:
    """Compare-and-set: the change happens only if nobody else made one since ``seen``."""
    changed = session.execute(
        update(Participation)
        .where(col(Participation.id) == own.id, col(Participation.revision) == seen)
        .values(revision=seen + 1, **changes)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise AnswerOvertaken


def _answer(session: Session, actor: Actor, own: Participation, answer: Commitment, reason: str, seen: int) -> None:
    _take(session, own, seen, answer=answer, reason=reason, answered_by=actor.person_id, answered_at=actor.now)


def _refuse_when_begun(session: Session, own: Participation) -> None:
    begun = select(Return.id).where(Return.audit_id == own.audit_id, Return.agency_id == own.agency_id, is_begun())
    if session.exec(begun.limit(1)).first() is not None:
        raise Problem(
            "Your agency has already begun its returns, so it cannot decline. Tell the coordinator if you cannot go on."
        )


def _may_audit(session: Session, agency_id: int) -> frozenset[int]:
    appointed = exists().where(
        col(Appointment.person_id) == Person.id, col(Appointment.role).in_([role.value for role in AGENCY_ROLES])
    )
    people = select(Person.id).where(Person.agency_id == agency_id, col(Person.active), appointed)
    return frozenset(found for found in session.exec(people) if found is not None)


def _replace(session: Session, own: Participation, chosen: frozenset[int]) -> None:
    """The named auditors become the chosen ones; returns that were given to others go back to nobody."""
    session.execute(
        delete(NamedAuditor).where(
            col(NamedAuditor.audit_id) == own.audit_id, col(NamedAuditor.agency_id) == own.agency_id
        )
    )
    named = [{"audit_id": own.audit_id, "agency_id": own.agency_id, "person_id": one} for one in sorted(chosen)]
    session.execute(insert(NamedAuditor), named)
    session.execute(
        update(Return)
        .where(
            col(Return.audit_id) == own.audit_id,
            col(Return.agency_id) == own.agency_id,
            col(Return.auditor_id).is_not(None),
            col(Return.auditor_id).not_in(chosen),
            col(Return.state).in_(OPEN_FOR_ANSWERS),
        )
        .values(auditor_id=None, revision=col(Return.revision) + 1)
    )
    theirs = select(Return.id).where(Return.audit_id == own.audit_id, Return.agency_id == own.agency_id)
    session.execute(
        delete(FellowAuditor).where(
            col(FellowAuditor.return_id).in_(theirs), col(FellowAuditor.person_id).not_in(chosen)
        )
    )


def _procedures_digest(session: Session) -> str:
    """Which wording was accepted: the procedures can be edited later."""
    house = session.get(Partnership, 1)
    return hashlib.sha256((house.procedures if house else "").encode()).hexdigest()

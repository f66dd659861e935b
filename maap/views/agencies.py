"""Who has committed to an audit, for those who chase; and an agency's own part, for its lead."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import case, exists, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.audit import Stage
from maap.domain.commitment import ANSWERED_AT, Commitment
from maap.domain.fieldwork import ReturnState
from maap.domain.invitations import Wording, reminder_to_commit, reminder_to_name_auditors
from maap.domain.people import AGENCY_ROLES, Actor, NotYours, Permission, Role
from maap.domain.terms import Terms, in_full, label_of
from maap.domain.timetable import milestone_of
from maap.storage.letter_texts import wording
from maap.storage.tables import Agency, Appointment, NamedAuditor, Participation, Partnership, Person, Return
from maap.views.heads import Head, head

_SUMMARY = ("purpose", "in_scope", "period_start", "period_end", "sample_size", "returns_hours", "concern_phone")
"""Fields of the terms that a lead needs before answering; none of them names a person."""


@dataclass(frozen=True)
class AgencyRow:
    """One agency's answer. ``reminder`` is ready to send while something is awaited from it."""

    agency_id: int
    agency: str
    remit: str
    lead: str
    answer: Commitment
    answered_by: str
    answered_at: datetime | None
    reason: str
    auditors: tuple[str, ...]
    reminder: Wording | None


@dataclass(frozen=True)
class Commitments:
    """All agencies of an audit, in the partnership's order."""

    head: Head
    agencies: tuple[AgencyRow, ...]

    @property
    def awaited(self) -> tuple[AgencyRow, ...]:
        """Agencies that have something to be reminded of."""
        return tuple(row for row in self.agencies if row.reminder)

    def how_many(self, answer: Commitment) -> int:
        """Agencies with this answer."""
        return sum(row.answer is answer for row in self.agencies)


@dataclass(frozen=True)
class Candidate:
    """Somebody of the agency who may be named as auditor."""

    id: int
    name: str
    named: bool


@dataclass(frozen=True)
class OwnCommitment:
    """The actor's agency in one audit: what it is asked, what it answered, and who audits for it."""

    head: Head
    agency: str
    remit: str
    answer: Commitment
    answered_by: str
    answered_at: datetime | None
    reason: str
    revision: int
    may_answer: bool
    may_decline: bool
    procedures: str
    summary: Mapping[str, str]
    returns_open: date | None
    returns_due: date | None
    candidates: tuple[Candidate, ...]

    @property
    def auditors(self) -> tuple[str, ...]:
        """Names of those who audit for the agency."""
        return tuple(one.name for one in self.candidates if one.named)


def commitments(session: Session, actor: Actor, audit_id: int) -> Commitments:
    """Every agency's answer, with a reminder for each that something is awaited from."""
    place = seat(session, actor, audit_id, Permission.CHASE_AGENCIES)
    lead, by = aliased(Person), aliased(Person)
    rows = session.execute(
        select(Participation, Agency, lead.name, by.name)
        .join(Agency, col(Agency.id) == Participation.agency_id)
        .join(lead, col(lead.id) == Participation.lead_id, isouter=True)
        .join(by, col(by.id) == Participation.answered_by, isouter=True)
        .where(col(Participation.audit_id) == audit_id)
        .order_by(col(Agency.position), col(Agency.name))
    ).all()
    leads, auditors, word = _leads(session, audit_id), _auditors(session, audit_id), wording(session)
    return Commitments(
        head=head(place),
        agencies=tuple(
            _row(place, part, agency, (lead_name or leads.get(agency.id, ""), by_name or ""), auditors, word)
            for part, agency, lead_name, by_name in rows
        ),
    )


def _row(
    place: Seat,
    part: Participation,
    agency: Agency,
    people: tuple[str, str],
    auditors: Mapping[int, tuple[str, ...]],
    word: Callable[..., Wording],
) -> AgencyRow:
    lead, by = people
    named = auditors.get(part.agency_id, ())
    return AgencyRow(
        agency_id=part.agency_id,
        agency=agency.name,
        remit=part.remit or agency.remit,
        lead=lead,
        answer=Commitment(part.answer),
        answered_by=by,
        answered_at=part.answered_at,
        reason=part.reason,
        auditors=named,
        reminder=_reminder(place, Commitment(part.answer), bool(named), partial(word, name=lead, agency=agency.name)),
    )


def _reminder(place: Seat, answer: Commitment, has_auditors: bool, word: Callable[..., Wording]) -> Wording | None:
    """What to write to an agency; None when nothing is awaited from it, or not at this stage."""
    if Stage(place.audit.stage) not in ANSWERED_AT:
        return None
    audit = f"{place.audit.reference} {place.audit.title}"
    opens = _day_of(Terms.model_validate(place.audit.terms), "returns_open")
    opens = opens if opens and opens > place.actor.today else None
    if answer is Commitment.ASKED:
        return word(reminder_to_commit, audit=audit, opens=opens)
    if answer is Commitment.COMMITTED and not has_auditors:
        return word(reminder_to_name_auditors, audit=audit, opens=opens)
    return None


def _leads(session: Session, audit_id: int) -> Mapping[int, str]:
    """Agency → one of its leads, for agencies whose lead the terms do not name."""
    rows = session.execute(
        select(Person.agency_id, func.min(Person.name))
        .join(Appointment, col(Appointment.person_id) == Person.id)
        .join(Participation, col(Participation.agency_id) == Person.agency_id)
        .where(Appointment.role == Role.AGENCY_LEAD, col(Person.active), col(Participation.audit_id) == audit_id)
        .group_by(col(Person.agency_id))
    )
    return {agency_id: name for agency_id, name in rows if agency_id is not None}


def _auditors(session: Session, audit_id: int) -> Mapping[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    rows = session.execute(
        select(NamedAuditor.agency_id, Person.name)
        .join(Person, col(Person.id) == NamedAuditor.person_id)
        .where(col(NamedAuditor.audit_id) == audit_id)
        .order_by(col(Person.name))
    )
    for agency_id, name in rows:
        found[agency_id] = (*found.get(agency_id, ()), name)
    return found


def own_commitment(session: Session, actor: Actor, audit_id: int) -> OwnCommitment:
    """What the actor's own agency is asked and has answered. Nothing of any other agency is in it."""
    place = seat(session, actor, audit_id, Permission.COMMIT_AGENCY)
    if place.participation is None:
        raise NotYours
    part = place.participation
    agency, by, procedures = session.execute(
        select(
            Agency,
            select(Person.name).where(Person.id == part.answered_by).scalar_subquery(),
            select(Partnership.procedures).where(Partnership.id == 1).scalar_subquery(),
        ).where(col(Agency.id) == part.agency_id)
    ).one()
    terms, open_now = Terms.model_validate(place.audit.terms), Stage(place.audit.stage) in ANSWERED_AT
    return OwnCommitment(
        head=head(place),
        agency=agency.name,
        remit=part.remit or agency.remit,
        answer=Commitment(part.answer),
        answered_by=by or "",
        answered_at=part.answered_at,
        reason=part.reason,
        revision=part.revision,
        may_answer=open_now,
        may_decline=open_now and not _begun(session, part),
        procedures=procedures or "",
        summary={label_of(field): words for field in _SUMMARY if (words := in_full(field, terms).get(""))},
        returns_open=_day_of(terms, "returns_open"),
        returns_due=_day_of(terms, "returns_due"),
        candidates=_candidates(session, part),
    )


def _day_of(terms: Terms, key: str) -> date | None:
    milestone = milestone_of(terms.timetable, key)
    return milestone.on if milestone else None


def _begun(session: Session, part: Participation) -> bool:
    begun = select(Return.id).where(
        Return.audit_id == part.audit_id, Return.agency_id == part.agency_id, Return.state != ReturnState.NOT_STARTED
    )
    return session.exec(begun.limit(1)).first() is not None


def _candidates(session: Session, part: Participation) -> tuple[Candidate, ...]:
    """People of the agency who may audit; somebody who was named and has left since is not among them."""
    appointed = exists().where(
        col(Appointment.person_id) == Person.id, col(Appointment.role).in_([role.value for role in AGENCY_ROLES])
    )
    named = exists().where(col(NamedAuditor.person_id) == Person.id, col(NamedAuditor.audit_id) == part.audit_id)
    rows = session.execute(
        select(Person.id, Person.name, case((named, 1), else_=0))
        .where(col(Person.agency_id) == part.agency_id, col(Person.active), appointed)
        .order_by(col(Person.name))
    )
    return tuple(Candidate(person_id or 0, name, bool(is_named)) for person_id, name, is_named in rows)

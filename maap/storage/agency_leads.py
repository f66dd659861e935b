"""Whom a letter to an agency goes to."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.domain.people import Role
from maap.storage.tables import Appointment, FellowAuditor, Participation, Person, Return


def lead_of(session: Session, audit_id: int, agency_id: int) -> Person | None:
    """Whoever leads for the agency in this audit, or else another lead of it who is here; None when nobody does."""
    in_audit = (
        sa.select(col(Participation.lead_id))
        .where(col(Participation.audit_id) == audit_id, col(Participation.agency_id) == agency_id)
        .scalar_subquery()
    )
    return session.exec(
        select(Person)
        .join(Appointment, col(Appointment.person_id) == Person.id)
        .where(Person.agency_id == agency_id, col(Person.active), Appointment.role == Role.AGENCY_LEAD)
        .order_by(sa.case((col(Person.id) == in_audit, 0), else_=1), col(Person.id))
    ).first()


def answering(session: Session, audit_id: int, agency_id: int, *which: sa.ColumnElement[bool]) -> list[Person]:
    """The agency's lead, and everybody active who answers one of these returns of it, each once."""
    given = select(Return.auditor_id).where(*which)
    helping = select(FellowAuditor.person_id).join(Return, col(Return.id) == FellowAuditor.return_id).where(*which)
    one_of_them = col(Person.id).in_(given) | col(Person.id).in_(helping)
    people = session.exec(select(Person).where(col(Person.active), one_of_them).order_by(col(Person.id)))
    lead = lead_of(session, audit_id, agency_id)
    return [*([lead] if lead else []), *(person for person in people if lead is None or person.id != lead.id)]

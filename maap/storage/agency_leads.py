"""Whom a letter to an agency goes to."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.domain.people import Role
from maap.storage.tables import Appointment, Participation, Person


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

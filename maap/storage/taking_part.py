"""Who takes part follows the terms: agencies when signatures are asked for, the panel when the terms are agreed.

Whoever leaves an agency audits for it no longer.
"""

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from maap.domain.fieldwork import OPEN_FOR_ANSWERS
from maap.domain.terms import Terms
from maap.storage.tables import Agency, FellowAuditor, NamedAuditor, PanelMember, Participation, Return


def invite(session: Session, audit_id: int, terms: Terms) -> None:
    """Every agency of the terms takes part; one that was taken out does no longer. An answer already given stands."""
    keys = [part.agency for part in terms.agencies]
    ids = {row.key: row.id or 0 for row in session.exec(select(Agency).where(col(Agency.key).in_(keys)))}
    there = {row.agency_id: row for row in _participations(session, audit_id)}
    for part in terms.agencies:
        agency_id = ids[part.agency]
        row = there.get(agency_id) or Participation(audit_id=audit_id, agency_id=agency_id, revision=0)
        if row.revision == 0 or (row.remit, row.lead_id) != (part.remit, part.lead):
            row.remit, row.lead_id, row.revision = part.remit, part.lead, row.revision + 1
            session.add(row)
    gone = [agency_id for agency_id in there if agency_id not in ids.values()]
    for table in (NamedAuditor, Participation):
        session.execute(delete(table).where(col(table.audit_id) == audit_id, col(table.agency_id).in_(gone)))
    session.flush()


def seat_the_panel(session: Session, audit_id: int, terms: Terms) -> None:
    """The panel is who the terms name, its chair included."""
    session.execute(delete(PanelMember).where(col(PanelMember.audit_id) == audit_id))
    chairs = [person for person in (terms.panel_chair or terms.chair,) if person is not None]
    members = dict.fromkeys((*terms.panel_members, *chairs)) if terms.panel_members else {}
    session.add_all(PanelMember(audit_id=audit_id, person_id=person) for person in members)
    session.flush()


def release(session: Session, person_id: int) -> None:
    """No longer an auditor anywhere: their agency names and gives anew what they had not handed in."""
    session.execute(delete(NamedAuditor).where(col(NamedAuditor.person_id) == person_id))
    session.execute(delete(FellowAuditor).where(col(FellowAuditor.person_id) == person_id))
    session.execute(
        update(Return)
        .where(col(Return.auditor_id) == person_id, col(Return.state).in_(OPEN_FOR_ANSWERS))
        .values(auditor_id=None, revision=col(Return.revision) + 1)
    )


def _participations(session: Session, audit_id: int) -> list[Participation]:
    return list(session.exec(select(Participation).where(Participation.audit_id == audit_id)))

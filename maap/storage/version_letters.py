"""Who is written to when an audit has a newer version of its questionnaire, in the same deed that gives it."""

from datetime import datetime

from sqlmodel import Session, col, select

from maap.domain.version_letters import newer_version
from maap.storage.agency_leads import lead_of
from maap.storage.letter_texts import posted, worded
from maap.storage.tables import Agency, Audit, FellowAuditor, Letter, Person, Return


def tell_of_newer_version(session: Session, audit: Audit, before: str, now: datetime) -> int:
    """To the leads and auditors of the returns that stay on the version before. Returns how many letters."""
    stay = (col(Return.audit_id) == audit.id, col(Return.form_digest) == before)
    theirs = select(Return.auditor_id).where(*stay)
    helping = select(FellowAuditor.person_id).join(Return, col(Return.id) == FellowAuditor.return_id).where(*stay)
    agencies = session.exec(select(Agency).where(col(Agency.id).in_(select(Return.agency_id).where(*stay)))).all()
    letters = 0
    for agency in agencies:
        answering = col(Person.id).in_(theirs) | col(Person.id).in_(helping)
        found = select(Person).where(col(Person.active), Person.agency_id == agency.id, answering)
        people = {person.id: person for person in session.exec(found.order_by(col(Person.id)))}
        lead = lead_of(session, audit.id or 0, agency.id or 0)
        people |= {lead.id: lead} if lead else {}
        session.add_all(_letter(session, audit, agency.name, person, now) for person in people.values())
        letters += len(people)
    return letters


def _letter(session: Session, audit: Audit, agency: str, person: Person, now: datetime) -> Letter:
    words = worded(session, newer_version, name=person.name, agency=agency, audit=f"{audit.reference} {audit.title}")
    return posted(audit.id, person.id, "newer version", words, now)

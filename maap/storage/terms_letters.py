"""Letters about the terms, put into the outbox in the same deed that causes them."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from maap.domain.commitment import Commitment
from maap.domain.invitations import Wording
from maap.domain.signing import please_commit, please_sign, signed_again, taken_back
from maap.domain.terms import Terms
from maap.domain.timetable import milestone_of
from maap.storage.letter_texts import posted, worded
from maap.storage.signatures import signatures
from maap.storage.tables import Agency, Audit, Letter, Participation, Person


def ask_to_sign(session: Session, audit: Audit, terms: Terms, now: datetime) -> None:
    """To everybody named to sign."""
    for person in _people(session, [one.person for one in terms.signatories]):
        session.add(_letter(audit, person, "please sign", _signing(session, audit, person), now))


def tell_taken_back(session: Session, audit: Audit, by: int, now: datetime) -> None:
    """To everybody who was asked to sign the version that is taken back, except whoever takes it back."""
    asked = [one.person_id for one in signatures(session, audit) if one.person_id != by]
    for person in _people(session, asked):
        session.add(
            _letter(
                audit,
                person,
                "terms taken back",
                worded(session, taken_back, name=person.name, audit=_named(audit)),
                now,
            )
        )


def ask_to_commit(session: Session, audit: Audit, terms: Terms, now: datetime) -> None:
    """To each agency's lead: asks for its commitment, or tells one that has answered that the terms have changed."""
    opens = milestone_of(terms.timetable, "returns_open")
    rows = session.exec(
        select(Participation, Agency.name, Person)
        .join(Agency, col(Agency.id) == Participation.agency_id)
        .join(Person, col(Person.id) == Participation.lead_id)
        .where(Participation.audit_id == audit.id, col(Person.active))
        .order_by(col(Participation.id))
    )
    for participation, agency, lead in rows:
        if participation.answer == Commitment.ASKED:
            words = worded(session, please_commit, **_facts(audit, lead, agency), opens=opens.on if opens else None)
            session.add(_letter(audit, lead, "please commit", words, now))
        else:
            words = worded(session, signed_again, **_facts(audit, lead, agency))
            session.add(_letter(audit, lead, "terms changed", words, now))


def _signing(session: Session, audit: Audit, person: Person) -> Wording:
    return worded(session, please_sign, name=person.name, audit=_named(audit), version=audit.terms_version)


def _facts(audit: Audit, lead: Person, agency: str) -> dict[str, str]:
    return {"name": lead.name, "audit": _named(audit), "agency": agency}


def _named(audit: Audit) -> str:
    return f"{audit.reference} {audit.title}"


def _people(session: Session, ids: Iterable[int]) -> list[Person]:
    return list(
        session.exec(select(Person).where(col(Person.id).in_(list(ids)), col(Person.active)).order_by(col(Person.id)))
    )


def _letter(audit: Audit, person: Person, kind: str, words: Wording, now: datetime) -> Letter:
    return posted(audit.id, person.id, kind, words, now)

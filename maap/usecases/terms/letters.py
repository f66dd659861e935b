"""Letters about the terms, put into the outbox in the same deed that causes them."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from maap.access import Seat
from maap.domain.commitment import Commitment
from maap.domain.invitations import Wording
from maap.domain.signing import please_commit, please_sign, signed_again, taken_back
from maap.domain.terms import Terms
from maap.domain.timetable import milestone_of
from maap.storage.signatures import signatures
from maap.storage.tables import Agency, Letter, Participation, Person


def ask_to_sign(session: Session, place: Seat, terms: Terms) -> None:
    """To everybody named to sign."""
    for person in _people(session, [one.person for one in terms.signatories]):
        _post(session, place, person, "please sign", please_sign(person.name, _audit(place), place.audit.terms_version))


def tell_taken_back(session: Session, place: Seat) -> None:
    """To everybody who was asked to sign the version that is taken back, except whoever takes it back."""
    asked = [one.person_id for one in signatures(session, place.audit) if one.person_id != place.actor.person_id]
    for person in _people(session, asked):
        _post(session, place, person, "terms taken back", taken_back(person.name, _audit(place)))


def ask_to_commit(session: Session, place: Seat, terms: Terms) -> None:
    """To each agency's lead: asks for its commitment, or tells one that has answered that the terms have changed."""
    opens = milestone_of(terms.timetable, "returns_open")
    rows = session.exec(
        select(Participation, Agency.name, Person)
        .join(Agency, col(Agency.id) == Participation.agency_id)
        .join(Person, col(Person.id) == Participation.lead_id)
        .where(Participation.audit_id == place.id, col(Person.active))
        .order_by(col(Participation.id))
    )
    for participation, agency, lead in rows:
        if participation.answer == Commitment.ASKED:
            words = please_commit(lead.name, agency, _audit(place), opens.on if opens else None)
            _post(session, place, lead, "please commit", words)
        else:
            _post(session, place, lead, "terms changed", signed_again(lead.name, agency, _audit(place)))


def _audit(place: Seat) -> str:
    return f"{place.audit.reference} {place.audit.title}"


def _people(session: Session, ids: Iterable[int]) -> list[Person]:
    return list(
        session.exec(select(Person).where(col(Person.id).in_(list(ids)), col(Person.active)).order_by(col(Person.id)))
    )


def _post(session: Session, place: Seat, person: Person, kind: str, words: Wording) -> None:
    session.add(
        Letter(
            audit_id=place.id,
            person_id=person.id or 0,
            kind=kind,
            subject=words.subject,
            body=words.body,
            written_at=place.actor.now,
        )
    )

"""Good practice is commended to the agency and team whose practice it was, and their lead reads it."""

from sqlmodel import Session, select

from maap.access import Seat, seat
from maap.domain.audit import Stage, must_be
from maap.domain.commendations import NewCommendation, letter, refuse_unfit
from maap.domain.fieldwork import Overtaken
from maap.domain.giving import guard
from maap.domain.learning import Polarity
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.domain.recommendations import WRITTEN_AT
from maap.outside.words import lexicon
from maap.storage.agency_leads import lead_of
from maap.storage.findings import standing
from maap.storage.letter_texts import posted, worded
from maap.storage.pulse import beat
from maap.storage.revisions import changed
from maap.storage.tables import Agency, Commendation, Finding, Participation
from maap.storage.trail import record
from maap.storage.twins import twin


def commend(session: Session, actor: Actor, audit_id: int, given: NewCommendation) -> int:
    """Write a commendation; it is not sent yet. Returns its id; pressed twice it is one.

    Raises Problem (no agency, no words, a finding of another audit), Identifiers, MayIdentify and WrongStage.
    """
    place = seat(session, actor, audit_id, Permission.COMMEND)
    must_be(Stage(place.audit.stage), *WRITTEN_AT)
    _refuse(session, place, given, set())
    row = Commendation(
        audit_id=place.id,
        finding_id=given.finding_id,
        agency_id=given.agency_id,
        team=given.team,
        text=given.text,
        written_by=actor.person_id,
        written_at=actor.now,
    )
    if (there := twin(session, row, "written_at")) is not None:
        return there.id or 0
    session.add(row)
    session.flush()
    _note(session, place, "wrote a commendation", row, given.kept_because)
    return row.id or 0


def change_commendation(
    session: Session, actor: Actor, audit_id: int, commendation_id: int, given: NewCommendation, seen: int
) -> None:
    """Put other words in place of a commendation that is not sent yet. Raises Overtaken and what `commend` raises."""
    place = seat(session, actor, audit_id, Permission.COMMEND)
    row = _unsent(session, place, commendation_id)
    _refuse(session, place, given, {row.team, row.text})
    theirs = NewCommendation(agency_id=row.agency_id, team=row.team, text=row.text, finding_id=row.finding_id)
    if not changed(session, Commendation, commendation_id, seen, **given.model_dump(exclude={"kept_because"})):
        raise Overtaken(
            "A colleague has just changed this commendation. Read theirs; what you typed is still in its fields.",
            given,
            theirs,
        )
    _note(session, place, "changed a commendation", row, given.kept_because)


def remove_commendation(session: Session, actor: Actor, audit_id: int, commendation_id: int) -> None:
    """Take out a commendation that is not sent yet. Raises Problem when it is."""
    place = seat(session, actor, audit_id, Permission.COMMEND)
    row = _unsent(session, place, commendation_id)
    session.delete(row)
    _note(session, place, "removed a commendation", row)


def send(session: Session, actor: Actor, audit_id: int, commendation_id: int) -> None:
    """Let the agency read it, and put a letter to its lead into the outbox.

    Raises Problem when it is sent already, or when nobody leads for the agency.
    """
    place = seat(session, actor, audit_id, Permission.COMMEND)
    row = _unsent(session, place, commendation_id)
    agency = session.exec(select(Agency).where(Agency.id == row.agency_id)).one()
    lead = lead_of(session, place.id, row.agency_id)
    if lead is None:
        raise Problem(f"Nobody leads for {agency.name} at the moment. Ask an administrator to add its lead, then send.")
    audit = f"{place.audit.reference} {place.audit.title}"
    words = worded(session, letter, name=lead.name, agency=agency.name, audit=audit)
    session.add(posted(place.id, lead.id, "commendation", words, actor.now))
    row.sent_at, row.revision = actor.now, row.revision + 1
    session.add(row)
    beat(session, place.id)
    _note(session, place, "sent a commendation", row)


def read(session: Session, actor: Actor, audit_id: int, commendation_id: int) -> None:
    """The agency's lead has read it. Only the first time counts; it is nobody else's to read."""
    place = seat(session, actor, audit_id, Permission.READ_COMMENDATIONS)
    row = _row(session, place, commendation_id)
    own = place.own_agency_only(Permission.READ_COMMENDATIONS) and row.agency_id == actor.agency_id
    if not own or row.sent_at is None:
        raise NotYours("commendation")
    if row.read_at is None:
        row.read_at = actor.now
        session.add(row)
        _note(session, place, "read a commendation", row)


def _row(session: Session, place: Seat, commendation_id: int) -> Commendation:
    row = session.get(Commendation, commendation_id, populate_existing=True)
    if row is None or row.audit_id != place.id:
        raise NotYours("commendation")
    return row


def _unsent(session: Session, place: Seat, commendation_id: int) -> Commendation:
    row = _row(session, place, commendation_id)
    if row.sent_at is not None:
        raise Problem("This commendation is sent, so it stays as it is. Write another one if there is more to say.")
    return row


def _refuse(session: Session, place: Seat, given: NewCommendation, stored: set[str]) -> None:
    """Words that were kept before are not asked about again."""
    refuse_unfit(given)
    takes_part = select(Participation.id).where(
        Participation.audit_id == place.id, Participation.agency_id == given.agency_id
    )
    if session.exec(takes_part).first() is None:
        raise Problem("Choose one of the agencies that take part in this audit.")
    if given.finding_id is not None:
        strength = select(Finding.id).where(
            Finding.id == given.finding_id, standing(place.id), Finding.polarity == Polarity.STRENGTH
        )
        if session.exec(strength).first() is None:
            raise Problem("Choose one of the strengths that this audit found, or none.")
    new = [text for text in given.words if text not in stored]
    guard(new, given.kept_because, lexicon(), place.actor.today)


def _note(session: Session, place: Seat, deed: str, row: Commendation, kept_because: str = "") -> None:
    record(
        session,
        place.actor,
        deed,
        audit_id=place.id,
        about=f"commendation {row.id}",
        agency=row.agency_id,
        **({"kept_because": kept_because} if kept_because else {}),
    )

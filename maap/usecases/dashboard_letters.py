"""People ask for letters about a dashboard, and stop them; the house writes them, without a figure in them."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from maap.access import seat
from maap.domain.audit import Stage
from maap.domain.dashboard_letters import DAYS, in_words, is_due
from maap.domain.letters import written
from maap.domain.people import LONDON, Actor, Permission, Role
from maap.domain.problems import Problem
from maap.outside.letter_texts import shipped_letters
from maap.settings import settings
from maap.storage.letter_texts import in_force, partnership_name, posted
from maap.storage.tables import Appointment, DashboardLetter, Person
from maap.storage.trail import record, record_by_the_house
from maap.usecases.stopping_letters import stop_address

KIND = "dashboard"


def want_letters(session: Session, actor: Actor, audit_id: int, day: int | None) -> None:
    """Have a letter about this dashboard on a day of the week, or once a month. Raises Problem for another day."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    if day is not None and day not in range(len(DAYS)):
        raise Problem("Letters are written from Monday to Friday. Choose one of these days, or once a month.")
    if place.audit.stage == Stage.CLOSED:
        raise Problem("This audit is closed and its charts no longer change, so no letters are written about it.")
    row = _own(session, actor, place.id) or DashboardLetter(
        person_id=actor.person_id, audit_id=place.id, made_at=actor.now
    )
    row.day = day
    session.add(row)
    record(session, actor, "asked for letters about a dashboard", audit_id=place.id, when=in_words(day))


def stop_letters(session: Session, actor: Actor, audit_id: int) -> None:
    """No more letters about this dashboard."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    row = _own(session, actor, place.id)
    if row is not None:
        session.delete(row)
        record(session, actor, "stopped letters about a dashboard", audit_id=place.id)


def write_due(session: Session, now: datetime) -> int:
    """Put the letters that are due today into the outbox. Returns how many.

    Only to people who may see the dashboard at this moment, and only while its audit goes on.
    """
    text = in_force(session, shipped_letters(settings().config))[KIND]
    name, letters = partnership_name(session), 0
    for row, reader in _due(session, now):
        try:
            audit = seat(session, reader, row.audit_id, Permission.SEE_RESULTS).audit
        except Problem:
            continue
        if audit.stage == Stage.CLOSED:
            continue
        facts = {
            "name": reader.name,
            "partnership": name,
            "audit": f"{audit.reference} {audit.title}",
            "address": address(row.audit_id),
            "stop": stop_address(row),
        }
        words = written(text, facts)
        session.add(posted(row.audit_id, row.person_id, KIND, words, now))
        row.written_at = now
        session.add(row)
        letters += 1
    if letters:
        record_by_the_house(session, now, "wrote letters about dashboards", letters=letters)
    return letters


def address(audit_id: int) -> str:
    """Where the dashboard is; in words where the house does not know its own address."""
    house = settings().address.rstrip("/")
    return f"{house}/charts?audit={audit_id}" if house else "“Charts” in the menu of this audit"


def _due(session: Session, now: datetime) -> Iterator[tuple[DashboardLetter, Actor]]:
    today = now.astimezone(LONDON).date()
    rows = session.exec(
        select(DashboardLetter, Person)
        .join(Person, col(Person.id) == DashboardLetter.person_id)
        .where(col(Person.active))
        .order_by(col(DashboardLetter.id))
    ).all()
    roles: dict[int, set[Role]] = {}
    for appointment in session.exec(
        select(Appointment).where(col(Appointment.person_id).in_([row.person_id for row, _ in rows]))
    ):
        roles.setdefault(appointment.person_id, set()).add(Role(appointment.role))
    for row, person in rows:
        last = (row.written_at or row.made_at).astimezone(LONDON).date()
        if is_due(row.day, last, today):
            held = frozenset(roles.get(row.person_id, ()))
            yield row, Actor(row.person_id, person.name, held, person.agency_id, now)


def _own(session: Session, actor: Actor, audit_id: int) -> DashboardLetter | None:
    mine = select(DashboardLetter).where(DashboardLetter.person_id == actor.person_id)
    return session.exec(mine.where(DashboardLetter.audit_id == audit_id)).first()

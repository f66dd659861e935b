"""A refusal at a door leaves a line in the trail, though what was refused leaves nothing; and no flood of them."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from maap.access import desk, return_seat, seat
from maap.domain.people import Actor, NotAllowed, NotYours, Permission, Refused, Role
from maap.storage import db, refused, trail
from maap.storage import tables as t
from maap.storage.db import NotSaved, reading, work
from tests import factories as make

REFUSED = (refused.DEED, refused.MORE)


class House:
    """A return of the police, and somebody of another agency that takes part in another audit."""

    def __init__(self) -> None:
        with work() as session:
            police, health = make.agency(session, "police"), make.agency(session, "health")
            self.audit, self.own = make.audit(session, police, title="Neglect of Ann"), make.audit(session, health)
            self.row = make.a_return(session, make.case(session, self.audit), police)
            self.nurse = make.acting(session, Role.AGENCY_LEAD, agency=health)
            self.chair = make.acting(session, Role.CHAIR)


@pytest.fixture
def house(database: object) -> House:
    return House()


def _lines() -> list[tuple[str, str, int | None, int | None]]:
    with reading() as session:
        found = select(t.TrailEntry).where(col(t.TrailEntry.deed).in_(REFUSED)).order_by(col(t.TrailEntry.id))
        return [(one.deed, one.about, one.person_id, one.audit_id) for one in session.exec(found)]


def _knocks(actor: Actor, audit_id: int) -> None:
    with pytest.raises(NotYours), reading() as session:
        seat(session, actor, audit_id, Permission.READ_AUDIT)


def _adds_a_school_and_reads_the_trail(actor: Actor) -> None:
    with work() as session:
        make.agency(session, "school")
        desk(actor, Permission.READ_TRAIL)


def _asks_for_a_briefing_that_is_not_there(actor: Actor) -> None:
    with reading():
        desk(actor, Permission.READ_PUBLISHED)
        raise NotYours("briefing")


def test_the_refused_deed_is_undone_and_the_line_stays(house: House) -> None:
    with pytest.raises(NotAllowed):
        _adds_a_school_and_reads_the_trail(house.nurse)
    with reading() as session:
        assert session.exec(select(t.Agency).where(t.Agency.key == "school")).first() is None
        assert list(trail.faults(session)) == []
    assert _lines() == [(refused.DEED, f"may not {Permission.READ_TRAIL}", house.nurse.person_id, None)]


def test_every_door_tells_who_asked_and_for_what(house: House) -> None:
    audit, own, row = house.audit.id or 0, house.own.id or 0, house.row.id or 0
    _knocks(house.nurse, audit)
    with pytest.raises(NotYours), reading() as session:
        return_seat(session, house.nurse, row, Permission.READ_RETURN)
    with pytest.raises(NotAllowed), work() as session:
        seat(session, house.nurse, own, Permission.DRAW_SAMPLE)
    with pytest.raises(NotYours):
        _asks_for_a_briefing_that_is_not_there(house.chair)
    assert [(about, person) for _deed, about, person, _audit in _lines()] == [
        (f"audit {audit}", house.nurse.person_id),
        (f"return {row}", house.nurse.person_id),
        (f"may not {Permission.DRAW_SAMPLE}", house.nurse.person_id),
        ("briefing", house.chair.person_id),
    ]


def test_what_is_out_of_reach_and_what_is_not_there_leave_the_same_line(house: House) -> None:
    there, not_there = house.audit.id or 0, 4711
    _knocks(house.nurse, there)
    _knocks(house.nurse, not_there)
    assert [line[:2] for line in _lines()] == [(refused.DEED, f"audit {asked}") for asked in (there, not_there)]
    with reading() as session:
        first, second = session.exec(select(t.TrailEntry).where(t.TrailEntry.deed == refused.DEED))
    assert (first.audit_id, first.agency_id, first.capacity, first.detail) == (
        None,
        house.nurse.agency_id,
        "agency lead",
        {},
    )
    assert (second.audit_id, second.agency_id, second.capacity, second.detail) == (
        first.audit_id,
        first.agency_id,
        first.capacity,
        first.detail,
    )


def test_the_same_refusal_is_written_once_an_hour(house: House) -> None:
    for minutes in (0, 5, 59, 61):
        later = Actor(
            house.nurse.person_id, "", house.nurse.roles, house.nurse.agency_id, make.NOW + timedelta(minutes=minutes)
        )
        _knocks(later, house.audit.id or 0)
    assert len(_lines()) == 2


def test_somebody_who_tries_every_number_fills_no_trail(house: House) -> None:
    for audit_id in range(1000, 1100):
        _knocks(house.nurse, audit_id)
    _knocks(house.chair, 1000)
    deeds = [deed for deed, *_ in _lines()]
    assert deeds == [refused.DEED] * refused.MOST + [refused.MORE, refused.DEED]


def test_without_the_watch_there_would_be_a_line_for_each(house: House) -> None:
    """The control: what is written when nobody looks at what was written lately."""
    for audit_id in range(1000, 1030):
        with work() as session:
            trail.record(session, house.nurse, refused.DEED, about=f"audit {audit_id}")
    assert len(_lines()) == 30


def test_nobody_is_let_in_because_the_line_cannot_be_written(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(session: Session, actor: Actor, refusal: Refused) -> None:
        raise NotSaved

    monkeypatch.setattr(refused, "note", away)
    _knocks(house.nurse, house.audit.id or 0)
    assert _lines() == []


def test_a_refusal_that_the_house_expects_of_itself_leaves_no_line(house: House) -> None:
    with reading() as session, pytest.raises(NotYours):
        seat(session, house.nurse, house.audit.id or 0, Permission.READ_AUDIT)
    with pytest.raises(NotYours), work(db.engine()) as session:  # another database than the house's own
        seat(session, house.nurse, house.audit.id or 0, Permission.READ_AUDIT)
    assert _lines() == []

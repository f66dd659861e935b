"""Who owes which return, and what one of them shows."""

from datetime import date

import pytest
from sqlalchemy import event
from sqlmodel import Session

from maap.domain.people import NotAllowed, NotYours, Role
from maap.storage import db
from maap.storage.tables import Case
from maap.usecases.notes import note
from maap.views.grid import grid
from maap.views.returns import sheet
from tests import factories as make
from tests.usecases.test_fieldwork import Way


@pytest.fixture
def way(session: Session) -> Way:
    made = Way(session)
    make.a_return(session, session.get_one(Case, made.row.case_id), made.health)
    return made


def test_the_partnership_sees_every_return_and_an_agency_its_own(session: Session, way: Way) -> None:
    everything = grid(session, way.coordinator, way.audit.id or 0)
    assert (len(everything.cells), everything.agencies) == (2, ("Police", "Health"))
    assert [cell.agency for cell in grid(session, way.lead, way.audit.id or 0).cells] == ["Police"]
    assert [cell.agency for cell in grid(session, way.auditor, way.audit.id or 0).cells] == ["Police"]


def test_an_observer_has_no_grid_and_a_stranger_no_audit(session: Session, way: Way) -> None:
    with pytest.raises(NotAllowed):
        grid(session, make.acting(session, Role.OBSERVER), way.audit.id or 0)
    with pytest.raises(NotYours):
        grid(session, make.acting(session, Role.AGENCY_LEAD, agency=make.agency(session, "fire")), way.audit.id or 0)


def test_a_return_past_its_date_is_late_until_it_is_in(session: Session, way: Way) -> None:
    way.row.due = date(2026, 3, 2)
    session.flush()
    own = grid(session, way.lead, way.audit.id or 0)
    assert own.cells[0].late
    way.row.state = "not known to us"
    session.flush()
    own = grid(session, way.lead, way.audit.id or 0)
    assert (own.cells[0].late, own.handed_in) == (False, 1)


def test_a_return_given_to_a_colleague_is_not_mine(session: Session, way: Way) -> None:
    way.row.auditor_id = way.auditor_of(session, way.police).person_id
    session.flush()
    assert not grid(session, way.auditor, way.audit.id or 0).cells[0].mine
    assert grid(session, way.lead, way.audit.id or 0).cells[0].mine


def test_the_grid_costs_the_same_statements_whatever_its_size(session: Session, way: Way) -> None:
    def statements() -> int:
        seen: list[str] = []
        event.listen(db.engine(), "before_cursor_execute", lambda *call: seen.append(call[2]))
        grid(session, way.coordinator, way.audit.id or 0)
        return len(seen)

    few = statements()
    for _ in range(20):
        make.a_return(session, make.case(session, way.audit), way.police)
    assert statements() == few


def test_a_sheet_shows_the_own_part_of_the_form_and_says_answers_in_words(session: Session, way: Way) -> None:
    way.save(session, "siblings", "yes")
    way.save(session, "siblings_seen", "good")
    page = sheet(session, way.auditor, way.id)
    assert [question.id for question in page.route.asked] == [
        "siblings",
        "siblings_seen",
        "strengths",
        "notes",
        "police_only",
    ]
    assert page.saying(page.form.question("siblings_seen")) == "Good"
    assert page.open_for_me


def test_a_coordinator_reads_a_sheet_and_does_not_answer_it(session: Session, way: Way) -> None:
    page = sheet(session, way.coordinator, way.id)
    assert (page.open_for_me, page.for_me_to_check, page.for_me_to_accept) == (False, True, False)


def test_another_agencys_lead_finds_no_such_sheet(session: Session, way: Way) -> None:
    with pytest.raises(NotYours):
        sheet(session, way.other_lead, way.id)


def test_a_sheet_stays_readable_for_its_agency_when_the_audit_is_closed(session: Session) -> None:
    way = Way(session, stage="closed", state="accepted")
    page = sheet(session, way.lead, way.id)
    assert (page.open_for_me, page.for_me_to_check) == (False, False)


def test_a_sheet_costs_the_same_statements_however_much_was_said(session: Session, way: Way) -> None:
    def statements() -> int:
        seen: list[str] = []
        event.listen(db.engine(), "before_cursor_execute", lambda *call: seen.append(call[2]))
        sheet(session, way.auditor, way.id)
        return len(seen)

    few = statements()
    for question in ("siblings", "notes", "strengths"):
        for _ in range(5):
            note(session, way.auditor, way.id, question, "What is meant?")
    assert statements() == few

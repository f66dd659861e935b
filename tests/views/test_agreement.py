"""How alike grades are, in one audit and from audit to audit."""

import pytest
from sqlmodel import Session

from maap.domain.audit import WrongStage
from maap.domain.people import NotAllowed, NotYours, Role
from maap.views.agreement import agreement_in, agreement_over_audits
from tests import factories as make
from tests.usecases.test_panel import Room


@pytest.fixture
def room(session: Session) -> Room:
    return Room(session)


def test_agencies_beside_each_other_and_beside_the_panel(session: Session, room: Room) -> None:
    room.agree(session, "requires_improvement")
    found = agreement_in(session, room.chair, room.audit.id or 0)
    assert found.whole is not None
    assert found.whole.apart.sentence.startswith("Agencies and panel differed on 2 of 2 grades, always by one grade.")
    assert (found.whole.between.pairs, found.whole.between.same, found.whole.between.alpha) == (1, 0, None)
    assert [line.name for line in found.domains] == ["Timeliness", "Overall"]


def test_alpha_is_worked_out_from_ten_cases_on(session: Session, room: Room) -> None:
    for n in range(10):
        case = make.case(session, room.audit)
        for agency in (room.police, room.health):
            row = make.a_return(session, case, agency, "submitted")
            make.grade(session, row, "timeliness", "good" if n % 2 else "inadequate")
    found = agreement_in(session, room.chair, room.audit.id or 0).domains[0].between
    assert found.things == 11
    assert found.alpha is not None
    assert 0.8 < found.alpha < 1


def test_nobody_compares_grades_that_are_still_being_given(session: Session) -> None:
    room = Room(session, "fieldwork")
    with pytest.raises(WrongStage):
        agreement_in(session, room.coordinator, room.audit.id or 0)
    assert agreement_over_audits(session, room.coordinator) == ()


def test_other_audits_are_within_reach_alone(session: Session, room: Room) -> None:
    other = Room(session)
    assert [line.audit_id for line in agreement_over_audits(session, room.chair)] == [room.audit.id, other.audit.id]
    assert [line.audit_id for line in agreement_over_audits(session, other.member(session))] == [other.audit.id]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AGENCY_LEAD, Role.AUDITOR, Role.OBSERVER])
def test_who_does_not_read_cases_does_not_compare_grades(session: Session, room: Room, role: Role) -> None:
    someone = make.acting(session, role, agency=room.police)
    with pytest.raises((NotAllowed, NotYours)):
        agreement_in(session, someone, room.audit.id or 0)
    assert agreement_over_audits(session, someone) == ()

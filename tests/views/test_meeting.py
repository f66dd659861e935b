"""What each screen shows of a meeting, and who may see it."""

import pytest
from sqlmodel import Session

from maap.domain.audit import WrongStage
from maap.domain.people import NotAllowed, NotYours, Role
from maap.usecases.meeting import end_meeting, note_decision
from maap.views.meeting import meeting_room, minutes, open_meeting_case
from tests import factories as make
from tests.usecases.test_meeting import Sitting
from tests.usecases.test_panel import Room


@pytest.fixture
def sitting(session: Session) -> Sitting:
    return Sitting(session)


def test_a_room_without_a_meeting_shows_what_one_could_be_about(session: Session) -> None:
    room = Room(session)
    found = meeting_room(session, room.chair, room.audit.id or 0)
    assert (found.open, found.ended, found.may_run) == (None, (), True)
    assert found.cases == {room.case.id: room.case.reference}
    assert list(found.agencies.values()) == ["Police", "Health"]


def test_every_screen_shows_the_case_that_was_called_and_its_time(session: Session, sitting: Sitting) -> None:
    sitting.call(sitting.first)
    sitting.call(sitting.second, after=10)
    member = sitting.room.member(session)
    found = meeting_room(session, member, sitting.audit_id)
    assert found.open is not None
    assert (found.may_run, found.open.at, found.open.following) == (False, 1, None)
    assert (found.open.agenda[0].seconds, found.open.agenda[0].begun) == (600, True)
    assert open_meeting_case(session, member, sitting.audit_id) == (
        sitting.second,
        found.open.agenda[1].reference,
    )


def test_what_was_decided_stands_with_its_case_at_once(session: Session, sitting: Sitting) -> None:
    sitting.call(sitting.first)
    finding = make.finding(session, sitting.room.audit, text="Agencies waited.")
    note_decision(session, sitting.chair, sitting.audit_id, sitting.id, sitting.first, ("finding", finding.id or 0))
    found = meeting_room(session, sitting.room.member(session), sitting.audit_id).open
    assert found is not None
    assert found.current is not None
    assert [one.text for one in found.current.minutes.findings] == ["Agencies waited."]


def test_issues_and_concerns_are_counted_and_never_told(session: Session, sitting: Sitting) -> None:
    make.issue(session, sitting.room.audit, sitting.room.police, text="PLANTED", case_id=sitting.first)
    make.concern(session, sitting.room.audit, make.person(session), case_id=sitting.first)
    told = minutes(session, sitting.room.member(session), sitting.audit_id, sitting.id)
    assert (told.cases[0].issues, told.cases[0].concerns) == (1, 1)
    assert "PLANTED" not in told.model_dump_json()


def test_an_ended_meeting_is_listed_and_its_minutes_are_read(session: Session, sitting: Sitting) -> None:
    end_meeting(session, sitting.chair, sitting.audit_id, sitting.id)
    found = meeting_room(session, sitting.chair, sitting.audit_id)
    assert [(one.number, one.cases) for one in found.ended] == [(1, 2)]
    assert found.open is None
    assert open_meeting_case(session, sitting.chair, sitting.audit_id) is None
    assert minutes(session, sitting.chair, sitting.audit_id, sitting.id).not_discussed


def test_minutes_of_another_audit_are_not_there(session: Session, sitting: Sitting) -> None:
    other = Room(session)
    with pytest.raises(NotYours, match="no such meeting"):
        minutes(session, sitting.chair, other.audit.id or 0, sitting.id)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AGENCY_LEAD, Role.AUDITOR, Role.OBSERVER])
def test_who_does_not_read_cases_sees_nothing_of_a_meeting(session: Session, sitting: Sitting, role: Role) -> None:
    someone = make.acting(session, role, agency=sitting.room.police)
    for view in (
        lambda: meeting_room(session, someone, sitting.audit_id),
        lambda: minutes(session, someone, sitting.audit_id, sitting.id),
        lambda: open_meeting_case(session, someone, sitting.audit_id),
    ):
        with pytest.raises((NotAllowed, NotYours)):
            view()


def test_a_member_of_another_panel_finds_nothing(session: Session, sitting: Sitting) -> None:
    stranger = Room(session).member(session)
    with pytest.raises(NotYours):
        meeting_room(session, stranger, sitting.audit_id)


def test_a_panel_member_sees_nothing_before_the_returns_are_closed(session: Session) -> None:
    room = Room(session, "fieldwork")
    with pytest.raises(WrongStage):
        meeting_room(session, room.member(session), room.audit.id or 0)

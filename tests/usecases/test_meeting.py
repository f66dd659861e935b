"""The panel meets: one meeting at a time, from case to case, and its minutes stay as they were."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from maap.domain.audit import WrongStage
from maap.domain.fieldwork import Overtaken
from maap.domain.giving import MayIdentify
from maap.domain.identifiers import Identifiers
from maap.domain.meeting import Came, Note, Plan
from maap.domain.panels import AgreedGrade
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.storage import tables as t
from maap.usecases.meeting import (
    add_case,
    call_case,
    end_meeting,
    move_case,
    note_decision,
    set_attendance,
    start_meeting,
    took_minutes,
    write_note,
)
from maap.usecases.panel import agree_grade
from tests import factories as make
from tests.usecases.test_panel import Room


class Sitting:
    """A meeting about two cases that the chair has just started."""

    def __init__(self, session: Session) -> None:
        self.session, self.room = session, Room(session)
        self.chair, self.audit_id = self.room.chair, self.room.audit.id or 0
        self.first, self.second = self.room.case.id or 0, make.case(session, self.room.audit).id or 0
        self.id = start_meeting(session, self.chair, self.audit_id, Plan(cases=(self.first, self.second)))

    @property
    def row(self) -> t.Meeting:
        """The meeting as it is stored."""
        return self.session.get_one(t.Meeting, self.id, populate_existing=True)

    def item(self, case_id: int) -> t.AgendaItem:
        """A line of its agenda."""
        found = select(t.AgendaItem).where(t.AgendaItem.meeting_id == self.id, t.AgendaItem.case_id == case_id)
        return self.session.exec(found.execution_options(populate_existing=True)).one()

    def call(self, case_id: int, by: Actor | None = None, after: int = 0, seen: int | None = None) -> None:
        """Call a case, so many minutes after the start."""
        who = by or self.chair
        later = Actor(who.person_id, who.name, who.roles, who.agency_id, who.now + timedelta(minutes=after))
        call_case(self.session, later, self.audit_id, self.id, case_id, self.row.revision if seen is None else seen)

    def order(self) -> list[int]:
        """The cases as they will be taken."""
        found = select(t.AgendaItem.case_id).where(t.AgendaItem.meeting_id == self.id)
        return list(self.session.exec(found.order_by(t.AgendaItem.position)))

    def deeds(self) -> list[str]:
        """What the trail says."""
        return list(self.session.exec(select(t.TrailEntry.deed).order_by(t.TrailEntry.id)))


@pytest.fixture
def sitting(session: Session) -> Sitting:
    return Sitting(session)


def test_a_meeting_starts_with_its_agenda_and_beats_the_pulse(session: Session, sitting: Sitting) -> None:
    assert (sitting.row.number, sitting.row.case_id) == (1, None)
    assert sitting.order() == [sitting.first, sitting.second]
    session.refresh(sitting.room.audit)
    assert sitting.room.audit.pulse == 1
    assert sitting.deeds() == ["started a panel meeting"]


def test_one_panel_has_one_open_meeting(session: Session, sitting: Sitting) -> None:
    with pytest.raises(Problem, match="already open"):
        start_meeting(session, sitting.chair, sitting.audit_id, Plan(cases=(sitting.first,)))
    end_meeting(session, sitting.chair, sitting.audit_id, sitting.id)
    again = start_meeting(session, sitting.chair, sitting.audit_id, Plan(cases=(sitting.second,)))
    assert session.get_one(t.Meeting, again).number == 2


def test_a_case_of_another_audit_or_named_twice_is_on_no_agenda(session: Session, sitting: Sitting) -> None:
    end_meeting(session, sitting.chair, sitting.audit_id, sitting.id)
    elsewhere = make.case(session, make.audit(session)).id or 0
    for cases in ((elsewhere,), (sitting.first, sitting.first)):
        with pytest.raises(NotYours, match="no such case"):
            start_meeting(session, sitting.chair, sitting.audit_id, Plan(cases=cases))


@pytest.mark.parametrize("stage", ["fieldwork", "reporting", "closed"])
def test_the_panel_meets_in_its_stage(session: Session, stage: str) -> None:
    room = Room(session, stage)
    with pytest.raises(WrongStage):
        start_meeting(session, room.chair, room.audit.id or 0, Plan(cases=(room.case.id or 0,)))


def test_the_time_of_a_case_runs_while_it_is_on_the_screen(sitting: Sitting) -> None:
    sitting.call(sitting.first)
    sitting.call(sitting.second, after=12)
    sitting.call(sitting.first, after=20)
    assert (sitting.item(sitting.first).spent, sitting.item(sitting.second).spent) == (12 * 60, 8 * 60)
    assert sitting.row.case_id == sitting.first


def test_of_two_who_call_at_once_the_second_is_told(sitting: Sitting) -> None:
    seen = sitting.row.revision
    sitting.call(sitting.first, by=sitting.room.coordinator, seen=seen)
    with pytest.raises(Overtaken, match="just called another case"):
        sitting.call(sitting.second, seen=seen)
    assert sitting.row.case_id == sitting.first


def test_the_agenda_can_be_put_in_another_order_and_made_longer(session: Session, sitting: Sitting) -> None:
    third = make.case(session, sitting.room.audit).id or 0
    move_case(session, sitting.chair, sitting.audit_id, sitting.id, sitting.second, -1)
    add_case(session, sitting.chair, sitting.audit_id, sitting.id, third)
    assert sitting.order() == [sitting.second, sitting.first, third]
    with pytest.raises(Problem, match="on the agenda already"):
        add_case(session, sitting.chair, sitting.audit_id, sitting.id, third)
    with pytest.raises(NotYours):
        add_case(session, sitting.chair, sitting.audit_id, sitting.id, make.case(session, make.audit(session)).id or 0)


def test_attendance_is_numbers_by_agency_and_role_and_replaces_what_was_there(
    session: Session, sitting: Sitting
) -> None:
    police = sitting.room.police.id
    first = [Came(agency_id=None, role="Chair", people=1), Came(agency_id=police, role="Panel", people=2)]
    set_attendance(session, sitting.chair, sitting.audit_id, sitting.id, first)
    set_attendance(
        session, sitting.chair, sitting.audit_id, sitting.id, [Came(agency_id=police, role="Panel", people=1)]
    )
    kept = session.exec(select(t.Attendance)).all()
    assert [(one.agency_id, one.role, one.people) for one in kept] == [(police, "Panel", 1)]


def test_attendance_knows_no_stranger_and_no_other_role(session: Session, sitting: Sitting) -> None:
    stranger = make.agency(session, "stranger").id
    with pytest.raises(NotYours, match="agency"):
        set_attendance(
            session, sitting.chair, sitting.audit_id, sitting.id, [Came(agency_id=stranger, role="Panel", people=1)]
        )
    with pytest.raises(Problem, match="one of the roles"):
        set_attendance(
            session, sitting.chair, sitting.audit_id, sitting.id, [Came(agency_id=None, role="Panel", people=1)]
        )


def test_a_note_is_guarded_and_two_people_never_overwrite_each_other(session: Session, sitting: Sitting) -> None:
    def write(text: str, seen: int = 1, because: str = "") -> int:
        note = Note(text=text, kept_because=because)
        return write_note(session, sitting.chair, sitting.audit_id, sitting.id, sitting.first, note, seen)

    with pytest.raises(Identifiers):
        write("Ring 07700 900123.")
    with pytest.raises(MayIdentify):
        write("Mrs Alice Thornbury saw no delay.")
    assert write("Health brings figures.") == 2
    with pytest.raises(Overtaken, match="just changed this note") as told:
        write("Police brings figures.")
    assert (told.value.mine, told.value.theirs) == ("Police brings figures.", "Health brings figures.")
    assert sitting.item(sitting.first).note == "Health brings figures."


def test_a_decision_of_another_audit_is_no_decision_of_this_meeting(session: Session, sitting: Sitting) -> None:
    mine = make.finding(session, sitting.room.audit)
    note_decision(session, sitting.chair, sitting.audit_id, sitting.id, sitting.first, ("finding", mine.id or 0))
    other = make.audit(session, sitting.room.police)
    theirs = {
        "finding": make.finding(session, other),
        "recommendation": make.recommendation(session, other),
        "action": make.action(session, other, sitting.room.police),
    }
    for kind, row in theirs.items():
        with pytest.raises(NotYours):
            note_decision(session, sitting.chair, sitting.audit_id, sitting.id, sitting.first, (kind, row.id or 0))  # type: ignore[arg-type]
    assert [(one.kind, one.row_id) for one in session.exec(select(t.Decision))] == [("finding", mine.id)]


def test_minutes_stay_as_they_were_when_something_changes_later(session: Session, sitting: Sitting) -> None:
    sitting.call(sitting.first)
    agreed = AgreedGrade(domain="timeliness", grade="good", reason="It was in time.")
    agree_grade(session, sitting.chair, sitting.audit_id, sitting.first, agreed, 0)
    finding = make.finding(session, sitting.room.audit, text="Agencies waited.")
    note_decision(session, sitting.chair, sitting.audit_id, sitting.id, sitting.first, ("finding", finding.id or 0))
    end_meeting(session, sitting.chair, sitting.audit_id, sitting.id)
    finding.text = "Something else."
    session.add(finding)
    agree_grade(
        session, sitting.chair, sitting.audit_id, sitting.first, agreed.model_copy(update={"grade": "outstanding"}), 1
    )
    kept = sitting.row.minutes
    assert kept is not None
    first, second = kept["cases"]
    assert [(one["grade"], one["reason"]) for one in first["grades"]] == [("Good", "It was in time.")]
    assert [one["text"] for one in first["findings"]] == ["Agencies waited."]
    assert (first["discussed"], second["discussed"]) == (True, False)


def test_nothing_is_done_in_a_meeting_that_has_ended(session: Session, sitting: Sitting) -> None:
    end_meeting(session, sitting.chair, sitting.audit_id, sitting.id)
    with pytest.raises(Problem, match="This meeting has ended"):
        sitting.call(sitting.first)
    with pytest.raises(Problem, match="This meeting has ended"):
        end_meeting(session, sitting.chair, sitting.audit_id, sitting.id)


def test_who_took_the_minutes_is_in_the_trail(session: Session, sitting: Sitting) -> None:
    took_minutes(session, sitting.room.member(session), sitting.audit_id, sitting.id, "docx")
    last = session.exec(select(t.TrailEntry).order_by(t.TrailEntry.id.desc())).first()
    assert last is not None
    assert (last.deed, last.about, last.detail) == ("took minutes", f"meeting {sitting.id}", {"form": "docx"})


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AGENCY_LEAD, Role.AUDITOR, Role.PANEL_MEMBER, Role.OBSERVER])
def test_only_chair_and_coordinator_run_the_meeting(session: Session, sitting: Sitting, role: Role) -> None:
    someone = make.acting(session, role, agency=sitting.room.police)
    session.add(t.PanelMember(audit_id=sitting.audit_id, person_id=someone.person_id))
    session.add(
        t.NamedAuditor(audit_id=sitting.audit_id, agency_id=sitting.room.police.id, person_id=someone.person_id)
    )
    session.flush()
    at = (session, someone, sitting.audit_id)
    deeds = [
        lambda: start_meeting(*at, Plan(cases=(sitting.first,))),
        lambda: call_case(*at, sitting.id, sitting.first, 1),
        lambda: move_case(*at, sitting.id, sitting.first, 1),
        lambda: add_case(*at, sitting.id, sitting.first),
        lambda: set_attendance(*at, sitting.id, []),
        lambda: write_note(*at, sitting.id, sitting.first, Note(text="a"), 1),
        lambda: note_decision(*at, sitting.id, sitting.first, ("finding", 1)),
        lambda: end_meeting(*at, sitting.id),
    ]
    for deed in deeds:
        with pytest.raises((NotAllowed, NotYours)):
            deed()
    assert sitting.row.ended_at is None


def test_a_meeting_of_another_audit_is_not_there(session: Session, sitting: Sitting) -> None:
    other = make.audit(session, sitting.room.police, stage="panel")
    with pytest.raises(NotYours, match="no such meeting"):
        end_meeting(session, sitting.chair, other.id or 0, sitting.id)

"""What a panel reads, who may read it when, and how far it has come."""

import pytest
from sqlalchemy import event
from sqlmodel import Session

from maap.domain.audit import WrongStage
from maap.domain.fieldwork import ReturnState
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.storage import db
from maap.storage import tables as t
from maap.views.panel import panel
from maap.views.panel_case import PanelCase, panel_case
from tests import factories as make
from tests.usecases.test_panel import Room


@pytest.fixture
def room(session: Session) -> Room:
    return Room(session)


def _read(session: Session, room: Room, by: Actor | None = None) -> PanelCase:
    return panel_case(session, by or room.chair, room.audit.id or 0, room.case.id or 0)


def test_an_agencys_words_are_read_out_strengths_first_with_their_evidence(session: Session, room: Room) -> None:
    row = room.returns["police"]
    make.theme(session, "acting_in_time")
    make.answer(session, row, "worked_timeliness", "Officers came at once.")
    make.answer(session, row, "worked_timeliness__evidence", "The log of 3 March.")
    make.answer(session, row, "strengths_timeliness", ["acting_in_time", "gone"])
    make.answer(session, row, "better_timeliness", "The notice was late.")
    make.answer(session, row, "seen_timeliness", "yes")
    make.answer(session, row, "grade_timeliness__evidence", "Most steps were in time.")
    (police, health) = _read(session, room).domains[0].parts
    assert [(said.answer, said.evidence) for said in police.strengths] == [
        ("Officers came at once.", "The log of 3 March.")
    ]
    assert police.strength_themes == ("Acting in time", "gone")
    assert [said.answer for said in police.areas] == ["The notice was late."]
    assert [(said.question, said.answer) for said in police.others] == [("Was it seen?", "Yes")]
    assert [(grade.answer, grade.evidence) for grade in police.grades] == [("Good", "Most steps were in time.")]
    assert [grade.answer for grade in health.grades] == ["Inadequate"]


def test_the_domain_with_the_largest_gap_comes_first(session: Session, room: Room) -> None:
    for agency, level in (("police", "outstanding"), ("health", "inadequate")):
        make.grade(session, room.returns[agency], "overall", level)
    page = _read(session, room)
    assert [(domain.key, domain.gap) for domain in page.domains] == [("overall", 3), ("timeliness", 2)]


def test_answers_in_no_domain_come_last_and_private_ones_not_at_all(session: Session, room: Room) -> None:
    make.answer(session, room.returns["police"], "since", "For two years")
    make.answer(session, room.returns["police"], "single_agency_issue", "PLANTED")
    page = _read(session, room)
    assert [domain.name for domain in page.domains] == ["Timeliness", "Overall", "About this case"]
    assert page.domains[-1].scale is None
    assert "For two years" in repr(page)
    assert "PLANTED" not in repr(page)


def test_what_is_not_handed_in_or_not_counted_is_not_read_out(session: Session, room: Room) -> None:
    room.returns["health"].state = "in progress"
    make.answer(session, room.returns["health"], "worked_timeliness", "PLANTED draft")
    make.answer(session, room.returns["police"], "worked_timeliness", "PLANTED hidden", counted=False)
    page = _read(session, room)
    assert "PLANTED" not in repr(page)
    assert [part.agency for part in page.domains[0].parts] == ["Police"]
    assert [(one.agency, one.state) for one in page.standings] == [
        ("Police", ReturnState.SUBMITTED),
        ("Health", ReturnState.IN_PROGRESS),
    ]


def test_an_agency_that_did_not_know_the_child_is_named_with_who_looked(session: Session, room: Room) -> None:
    room.returns["health"].state, room.returns["health"].checked_by = "not known to us", "Records officer"
    assert _read(session, room).standings[1].checked_by == "Records officer"
    (line,) = panel(session, room.chair, room.audit.id or 0).cases
    assert (line.returns, line.read_out, line.not_known, line.missing) == (2, 1, 1, 0)


def test_the_agreed_grade_shows_who_recorded_it_and_counts_on_the_list(session: Session, room: Room) -> None:
    room.agree(session, dissent="Health disagrees.")
    page = _read(session, room)
    agreed = page.domains[0].agreed
    assert agreed is not None
    assert (agreed.grade, agreed.dissent, agreed.by, agreed.revision) == (
        "requires_improvement",
        "Health disagrees.",
        room.chair.name,
        1,
    )
    assert (page.agreed, len(page.graded)) == (1, 2)
    whole = panel(session, room.chair, room.audit.id or 0)
    assert (whole.cases[0].agreed, whole.domains) == (1, 2)
    assert whole.agreement.sentence == (
        "Agencies and panel differed on 2 of 2 grades, always by one grade. The panel's grade was lower once and higher once."
    )


def test_grades_of_a_replaced_case_and_of_returns_not_in_are_not_compared(session: Session, room: Room) -> None:
    room.agree(session)
    room.returns["health"].state = "in progress"
    session.flush()
    assert panel(session, room.chair, room.audit.id or 0).agreement.compared == 1
    room.case.status = "replaced"
    session.flush()
    assert panel(session, room.chair, room.audit.id or 0).agreement.compared == 0


def test_the_next_case_follows_in_the_order_of_the_sample(session: Session, room: Room) -> None:
    assert _read(session, room).following is None
    later = make.case(session, room.audit, number=room.case.number + 2)
    make.case(session, room.audit, number=room.case.number + 1, status="replaced")
    following = _read(session, room).following
    assert following is not None
    assert (following.case_id, following.reference) == (later.id, later.reference)


def test_panel_members_read_when_the_returns_are_closed_and_record_nothing(session: Session, room: Room) -> None:
    assert not _read(session, room, room.member(session)).may_record
    assert _read(session, room).may_record
    open_still = Room(session, stage="fieldwork")
    with pytest.raises(WrongStage, match="once the returns are closed"):
        _read(session, open_still, open_still.member(session))
    with pytest.raises(WrongStage):
        panel(session, open_still.member(session), open_still.audit.id or 0)


def test_chair_and_coordinator_read_what_is_in_before_the_returns_close(session: Session) -> None:
    room = Room(session, stage="fieldwork")
    room.returns["health"].state = "in progress"
    session.flush()
    for reader in (room.chair, room.coordinator):
        page = _read(session, room, reader)
        assert [part.agency for part in page.domains[0].parts] == ["Police"]
        assert not page.may_record


def test_a_chair_from_an_agency_reads_no_other_before_its_own_return_is_in(session: Session) -> None:
    room = Room(session, stage="fieldwork")
    chair = make.acting(session, Role.CHAIR, agency=room.health)
    assert _read(session, room, chair).domains
    room.returns["health"].state = "changes requested"
    session.flush()
    with pytest.raises(Problem, match="Your own agency has not handed in"):
        _read(session, room, chair)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AGENCY_LEAD, Role.AUDITOR, Role.OBSERVER])
def test_nobody_else_reads_other_agencies_answers(session: Session, room: Room, role: Role) -> None:
    someone = make.acting(session, role, agency=room.police)
    session.add(t.NamedAuditor(audit_id=room.audit.id, agency_id=room.police.id, person_id=someone.person_id))
    session.flush()
    for view in (lambda: _read(session, room, someone), lambda: panel(session, someone, room.audit.id or 0)):
        with pytest.raises((NotAllowed, NotYours)):
            view()


def test_a_panel_member_of_another_audit_and_a_case_of_another_are_not_there(session: Session, room: Room) -> None:
    elsewhere = Room(session)
    with pytest.raises(NotYours):
        _read(session, room, elsewhere.member(session))
    with pytest.raises(NotYours, match="no such case"):
        panel_case(session, room.chair, room.audit.id or 0, elsewhere.case.id or 0)


def test_a_case_costs_the_same_statements_whatever_the_number_of_agencies(session: Session, room: Room) -> None:
    def statements() -> int:
        seen: list[str] = []

        def note(*call: object) -> None:
            seen.append(str(call[2]))

        event.listen(db.engine(), "before_cursor_execute", note)
        _read(session, room)
        panel(session, room.chair, room.audit.id or 0)
        event.remove(db.engine(), "before_cursor_execute", note)
        return len(seen)

    few = statements()
    for n in range(12):
        row = make.a_return(session, room.case, make.agency(session, f"agency_{n}"), state="accepted")
        make.grade(session, row, "overall", "good")
        make.a_return(session, make.case(session, room.audit), room.police, state="accepted")
    assert statements() == few

"""What waits for one person across all audits."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from maap.domain.next_step import Task
from maap.domain.people import Actor, Role
from maap.storage import db
from maap.storage import tables as t
from maap.views.work import Waiting, work
from tests import factories as make

PAST = date(2026, 3, 2)


def _tasks(session: Session, actor: Actor) -> list[Task]:
    return [card.task for card in work(session, actor).waiting]


def _only(session: Session, actor: Actor) -> Waiting:
    (card,) = work(session, actor).waiting
    return card


def _auditor(session: Session, audit: t.Audit, agency: t.Agency) -> Actor:
    auditor = make.acting(session, Role.AUDITOR, agency=agency)
    session.add(t.NamedAuditor(audit_id=audit.id, agency_id=agency.id, person_id=auditor.person_id))
    session.flush()
    return auditor


def test_nothing_waits_in_an_empty_house(session: Session) -> None:
    for role in Role:
        assert work(session, make.acting(session, role)).waiting == ()


def test_terms_wait_for_those_who_are_asked_to_sign_the_current_version(session: Session) -> None:
    audit = make.audit(session, stage="draft", terms_version=2)
    chair, earlier = make.acting(session, Role.CHAIR), make.acting(session, Role.CHAIR)
    session.add(t.Signature(audit_id=audit.id, version=2, person_id=chair.person_id))
    session.add(t.Signature(audit_id=audit.id, version=1, person_id=earlier.person_id))
    session.flush()
    assert (_tasks(session, chair), _tasks(session, earlier)) == ([Task.SIGN_TERMS], [])


def test_a_lead_is_asked_to_commit_and_then_to_name_auditors(session: Session) -> None:
    police = make.agency(session, "police")
    audit = make.audit(session, stage="agreed")
    part = t.Participation(audit_id=audit.id, agency_id=police.id)
    session.add(part)
    lead = make.acting(session, Role.AGENCY_LEAD, agency=police)
    session.flush()
    assert _tasks(session, lead) == [Task.COMMIT]
    part.answer = "committed"
    session.flush()
    assert _tasks(session, lead) == [Task.NAME_AUDITORS]
    part.answer = "declined"
    session.flush()
    assert _tasks(session, lead) == []


def test_an_auditor_sees_their_own_returns_soonest_first_and_those_nobody_has(session: Session) -> None:
    police = make.agency(session, "police")
    audit = make.audit(session, police)
    ann, bob = _auditor(session, audit, police), _auditor(session, audit, police)
    cases = [make.case(session, audit, number) for number in (1, 2, 3, 4)]
    make.a_return(session, cases[0], police, "not started", auditor_id=ann.person_id)
    late = make.a_return(session, cases[1], police, "in progress", auditor_id=ann.person_id, due=PAST)
    make.a_return(session, cases[2], police, "in progress", auditor_id=bob.person_id)
    make.a_return(session, cases[3], police, "not started")
    mine, nobodys = work(session, ann).waiting
    assert (mine.task, mine.what, mine.late) == (Task.COMPLETE_RETURNS, "Complete 2 returns", True)
    assert (mine.returns[0].return_id, mine.due) == (late.id, PAST)
    assert (nobodys.task, nobodys.what) == (Task.TAKE_RETURNS, "1 return of your agency has no auditor yet")


def test_a_return_that_was_sent_back_waits_by_itself(session: Session) -> None:
    police = make.agency(session, "police")
    audit = make.audit(session, police)
    ann = _auditor(session, audit, police)
    make.a_return(session, make.case(session, audit), police, "changes requested", auditor_id=ann.person_id)
    assert _only(session, ann).what == "Change 1 return that was sent back to you"


def test_a_lead_gives_out_checks_and_chases_their_agencys_returns(session: Session) -> None:
    police = make.agency(session, "police")
    audit = make.audit(session, police)
    ann = _auditor(session, audit, police)
    for number, (state, auditor, due) in enumerate(
        [
            ("not started", None, date(2026, 3, 31)),
            ("submitted", ann.person_id, date(2026, 3, 31)),
            ("in progress", ann.person_id, PAST),
            ("in progress", ann.person_id, date(2026, 3, 31)),
            ("accepted", ann.person_id, PAST),
        ],
        1,
    ):
        make.a_return(session, make.case(session, audit, number), police, state, auditor_id=auditor, due=due)
    lead = make.acting(session, Role.AGENCY_LEAD, agency=police)
    assert {card.task: len(card.returns) for card in work(session, lead).waiting} == {
        Task.CHASE_RETURNS: 1,
        Task.ASSIGN_RETURNS: 1,
        Task.CHECK_RETURNS: 1,
    }


def test_nobody_sees_another_agencys_returns(session: Session) -> None:
    police, health = make.agency(session, "police"), make.agency(session, "health")
    audit = make.audit(session, police, health)
    make.a_return(session, make.case(session, audit), police, "submitted", due=PAST)
    health_lead = make.acting(session, Role.AGENCY_LEAD, agency=health)
    assert _tasks(session, health_lead) == [Task.NAME_AUDITORS]
    assert _tasks(session, _auditor(session, audit, health)) == []


@pytest.mark.parametrize("other", [Role.OBSERVER, Role.PANEL_MEMBER])
def test_an_auditor_who_is_not_named_sees_no_return_whatever_else_they_are(session: Session, other: Role) -> None:
    police = make.agency(session, "police")
    audit = make.audit(session, police)
    make.a_return(session, make.case(session, audit), police, "not started")
    assert _tasks(session, make.acting(session, Role.AUDITOR, other, agency=police)) == []


@pytest.mark.parametrize("stage", ["panel", "reporting", "published", "closed"])
def test_returns_no_longer_wait_once_fieldwork_is_over(session: Session, stage: str) -> None:
    police = make.agency(session, "police")
    audit = make.audit(session, police, stage=stage)
    ann = _auditor(session, audit, police)
    make.a_return(session, make.case(session, audit), police, "in progress", auditor_id=ann.person_id)
    assert _tasks(session, ann) == []
    assert _tasks(session, make.acting(session, Role.AGENCY_LEAD, agency=police)) == []


def test_the_coordinator_sees_audits_whose_next_step_is_theirs_and_what_to_chase(session: Session) -> None:
    police = make.agency(session, "police")
    make.audit(session, stage="draft")
    agreed = make.audit(session, stage="agreed")
    session.add(t.Participation(audit_id=agreed.id, agency_id=police.id))
    fieldwork = make.audit(session, police)
    make.a_return(session, make.case(session, fieldwork), police, "in progress", due=PAST)
    make.audit(session, stage="published")
    tasks = _tasks(session, make.acting(session, Role.COORDINATOR))
    assert tasks[0] is Task.CHASE_RETURNS, "what is late comes first"
    assert sorted(tasks) == sorted([Task.CHASE_RETURNS, Task.WRITE_TERMS, Task.START_SAMPLING, Task.CHASE_AGENCIES])


def test_the_panel_is_called_to_read_and_the_chair_to_grade(session: Session) -> None:
    audit = make.audit(session, stage="panel")
    make.case(session, audit, 1)
    member, absent = make.acting(session, Role.PANEL_MEMBER), make.acting(session, Role.PANEL_MEMBER)
    session.add(t.PanelMember(audit_id=audit.id, person_id=member.person_id))
    session.flush()
    assert _tasks(session, member) == [Task.READ_CASES]
    assert _tasks(session, absent) == []
    assert _tasks(session, make.acting(session, Role.CHAIR)) == [Task.GRADE_CASES]


@pytest.mark.parametrize("stage", ["reporting", "published", "closed"])
def test_an_agencys_lead_is_asked_about_its_actions_that_are_late_or_due_soon(session: Session, stage: str) -> None:
    police, health = make.agency(session, "police"), make.agency(session, "health")
    audit = make.audit(session, police, health, stage=stage)
    lead = make.acting(session, Role.AGENCY_LEAD, agency=police)
    for due in (PAST, lead.today + timedelta(days=14), lead.today + timedelta(days=15)):
        make.action(session, audit, police, due=due)
    make.action(session, audit, police, due=PAST, status="done")
    make.action(session, audit, police, due=PAST, asked_to_close_by=lead.person_id)
    make.action(session, audit, health, due=PAST)
    card = _only(session, lead)
    assert (card.task, card.what) == (Task.REPORT_ACTIONS, "Report on 2 actions of your agency")
    assert (card.due, card.late) == (PAST, True)
    assert _tasks(session, _auditor(session, audit, police)) == []


def test_an_action_that_is_not_shared_yet_waits_for_nobody(session: Session) -> None:
    police = make.agency(session, "police")
    audit = make.audit(session, police, stage="panel")
    make.action(session, audit, police, due=PAST)
    assert _tasks(session, make.acting(session, Role.AGENCY_LEAD, agency=police)) == []


def test_another_person_is_asked_to_confirm_that_an_action_is_done(session: Session) -> None:
    police = make.agency(session, "police")
    audit = make.audit(session, police, stage="closed")
    lead, chair = make.acting(session, Role.AGENCY_LEAD, agency=police), make.acting(session, Role.CHAIR)
    asked, coordinator = make.acting(session, Role.COORDINATOR), make.acting(session, Role.COORDINATOR)
    make.action(session, audit, police, due=PAST, asked_to_close_by=asked.person_id)
    assert _only(session, chair).what == "Confirm that 1 action is done, or send it back"
    assert _tasks(session, coordinator) == [Task.CONFIRM_ACTIONS]
    assert _tasks(session, asked) == _tasks(session, lead) == []


def test_observers_find_the_charts_of_running_audits(session: Session) -> None:
    for stage in ("draft", "sampling", "fieldwork", "published", "closed"):
        make.audit(session, stage=stage)
    page = work(session, make.acting(session, Role.OBSERVER))
    assert [one.stage for one in page.dashboards] == ["published", "fieldwork"]
    assert page.waiting == ()


@pytest.fixture
def statements(database: object) -> Iterator[list[str]]:
    """Every statement that goes to the database."""
    seen: list[str] = []

    def noted(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(db.engine(), "before_cursor_execute", noted)
    yield seen
    event.remove(db.engine(), "before_cursor_execute", noted)


def test_the_number_of_statements_does_not_grow_with_the_number_of_audits(
    session: Session, statements: list[str]
) -> None:
    police = make.agency(session, "police")
    everything = make.acting(session, *Role, agency=police)
    counted = []
    for _ in range(2):
        for _ in range(4):
            audit = make.audit(session, police)
            make.a_return(session, make.case(session, audit), police, "in progress")
        session.flush()
        statements.clear()
        work(session, everything)
        counted.append(len(statements))
    assert counted[0] == counted[1] <= 18

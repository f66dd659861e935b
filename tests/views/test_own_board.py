"""An agency sees itself across its audits: its own figures exactly, and nothing of anybody else."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.storage import tables as t
from maap.usecases.figures import close
from maap.views.own_board import OwnBoard, own_board
from tests import factories as make
from tests.views.charted import Charted


def _lead(session: Session, agency: t.Agency) -> Actor:
    return make.acting(session, Role.AGENCY_LEAD, agency=agency)


def _filled(session: Session, stage: str = "published", **facts: str) -> Charted:
    """Each of two agencies at one case named a theme."""
    made = Charted(session, stage=stage, **facts)
    police, health = made.seen_by_two()
    made.themed(police, "consent", "strength", "timeliness")
    made.themed(health, "voice", "area", "timeliness")
    return made


def _said(page: OwnBoard) -> str:
    return repr(page)


def test_its_own_grades_returns_and_themes_are_exact(session: Session) -> None:
    made = _filled(session)
    page = own_board(session, _lead(session, made.agencies["police"]))
    assert [row.said for row in page.pictures["grades"].rows] == [("1 of 1",), ("0 of 1",)]
    assert page.pictures["returns"].rows[0].parts == (1, 0, 0, 0)
    assert [(row.theme, row.strengths, row.areas) for row in page.themes] == [("Consent", 1, 0)]
    assert page.named == 1


def test_nothing_of_another_agency_is_there(session: Session) -> None:
    made = _filled(session)
    said = _said(own_board(session, _lead(session, made.agencies["police"])))
    assert "Health" not in said and "Voice" not in said


def test_the_panel_stands_beside_its_own_grades_once_the_audit_is_published(session: Session) -> None:
    made = _filled(session)
    shift = own_board(session, _lead(session, made.agencies["police"])).pictures["shift"]
    assert {row.key: row.parts for row in shift.rows} == {"timeliness": (0, 1, 0), "communication": (0, 0, 1)}


@pytest.mark.parametrize("stage", ["panel", "reporting"])
def test_the_panel_is_not_shown_before(session: Session, stage: str) -> None:
    made = _filled(session, stage=stage)
    assert own_board(session, _lead(session, made.agencies["police"])).pictures["shift"].rows == ()


def test_a_closed_audit_says_the_same_from_its_frozen_figures(session: Session) -> None:
    made = _filled(session)
    lead = _lead(session, made.agencies["police"])
    before = own_board(session, lead)
    close(session, make.acting(session, Role.COORDINATOR), made.id)
    after = own_board(session, lead)
    assert before.pictures.keys() == after.pictures.keys()
    assert before.pictures == after.pictures
    assert (before.themes, before.named) == (after.themes, after.named)


def test_a_late_return_is_counted_as_late_and_only_once(session: Session) -> None:
    made = Charted(session)
    case = make.case(session, made.audit)
    row = make.a_return(session, case, made.agencies["police"], state="in progress")
    row.due = make.NOW.date().replace(year=2020)
    session.flush()
    returns = own_board(session, _lead(session, made.agencies["police"])).pictures["returns"]
    assert returns.rows[0].parts == (0, 0, 0, 1)
    assert "1 return is late" in returns.sentence


def test_its_issues_and_actions_are_counted_and_those_of_others_are_not(session: Session) -> None:
    made = _filled(session)
    for agency in ("police", "health", "schools"):
        make.issue(session, made.audit, made.agencies[agency])
        make.action(session, made.audit, made.agencies[agency])
    page = own_board(session, _lead(session, made.agencies["police"]))
    assert page.pictures["issues"].n == "1 issue"
    assert page.pictures["actions"].n == "1 action"


def test_an_action_that_somebody_asked_to_close_waits_and_is_not_overdue(session: Session) -> None:
    made = _filled(session)
    police = made.agencies["police"]
    facts = {"due": make.NOW.date() - timedelta(days=3), "status": "on track"}
    make.action(session, made.audit, police, **facts)
    make.action(session, made.audit, police, asked_to_close_by=made.by.id, asked_to_close_at=make.NOW, **facts)
    actions = own_board(session, _lead(session, police)).pictures["actions"]
    assert {row.key: row.parts for row in actions.rows} == {"Under way": (1,), "Overdue": (1,)}


def test_an_auditor_sees_neither_issues_nor_actions(session: Session) -> None:
    made = _filled(session)
    police = made.agencies["police"]
    auditor = make.acting(session, Role.AUDITOR, agency=police)
    session.add(t.NamedAuditor(audit_id=made.id, agency_id=police.id or 0, person_id=auditor.person_id))
    session.flush()
    assert set(own_board(session, auditor).pictures) == {"returns", "timely", "grades", "shift"}


def test_an_auditor_sees_only_audits_for_which_they_are_named(session: Session) -> None:
    made = _filled(session)
    assert own_board(session, make.acting(session, Role.AUDITOR, agency=made.agencies["police"])).audits == ()


def test_an_agency_that_takes_part_in_nothing_has_an_empty_board(session: Session) -> None:
    _filled(session)
    page = own_board(session, _lead(session, make.agency(session, "ambulance")))
    assert page.audits == () and page.named == 0


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.OBSERVER, Role.ADMINISTRATOR])
def test_others_are_refused(session: Session, role: Role) -> None:
    with pytest.raises(NotAllowed):
        own_board(session, make.acting(session, role))


def test_somebody_without_an_agency_has_no_board(session: Session) -> None:
    with pytest.raises(NotYours):
        own_board(session, make.acting(session, Role.AUDITOR))

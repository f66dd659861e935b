"""An agency that cannot keep the day gets another, for what it still owes, and its people are told."""

from datetime import date

import pytest
from sqlmodel import Session, col, select

from maap.domain.audit import WrongStage
from maap.domain.people import NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.storage import tables as t
from maap.usecases.more_time import give_more_time
from tests import factories as make

DUE, LATER = date(2026, 2, 27), date(2026, 3, 10)
"""The clock of these tests stands at 3 March 2026."""


class Scene:
    """The police have handed one return in, owe one that is late and one that is due later than is asked for."""

    def __init__(self, session: Session) -> None:
        self.police, self.health = make.agency(session, "police"), make.agency(session, "health")
        self.audit = make.audit(session, self.police, self.health)
        self.coordinator = make.acting(session, Role.COORDINATOR)
        self.lead = make.person(session, Role.AGENCY_LEAD, agency=self.police)
        self.auditor = make.person(session, Role.AUDITOR, agency=self.police)
        cases = [make.case(session, self.audit, n) for n in (1, 2, 3)]
        self.submitted = make.a_return(session, cases[0], self.police, "submitted", due=DUE)
        self.late = make.a_return(session, cases[1], self.police, "in progress", due=DUE, auditor_id=self.auditor.id)
        self.long = make.a_return(session, cases[2], self.police, "not started", due=date(2026, 3, 20))
        self.theirs = make.a_return(session, cases[1], self.health, "not started", due=DUE)
        make.person(session, Role.AGENCY_LEAD, agency=self.health)

    def days(self, session: Session) -> list[date]:
        """When each of the four is due, in the order above."""
        rows = (self.submitted, self.late, self.long, self.theirs)
        for row in rows:
            session.refresh(row)
        return [row.due for row in rows]


@pytest.fixture
def scene(session: Session) -> Scene:
    return Scene(session)


def test_what_the_agency_owes_is_due_later_and_nothing_else(session: Session, scene: Scene) -> None:
    assert give_more_time(session, scene.coordinator, scene.audit.id or 0, scene.police.id or 0, LATER) == 1
    assert scene.days(session) == [DUE, LATER, date(2026, 3, 20), DUE]


def test_its_lead_and_whoever_answers_are_told_the_day_and_no_case(session: Session, scene: Scene) -> None:
    give_more_time(session, scene.coordinator, scene.audit.id or 0, scene.police.id or 0, LATER)
    letters = session.exec(select(t.Letter).order_by(col(t.Letter.id))).all()
    assert [letter.person_id for letter in letters] == [scene.lead.id, scene.auditor.id]
    for letter in letters:
        assert "10 March 2026" in letter.body and scene.audit.reference in letter.subject
        assert f"{scene.audit.reference}-02" not in letter.body


def test_the_trail_says_until_when_and_for_how_many(session: Session, scene: Scene) -> None:
    give_more_time(session, scene.coordinator, scene.audit.id or 0, scene.police.id or 0, LATER)
    line = session.exec(select(t.TrailEntry).order_by(col(t.TrailEntry.id).desc())).first()
    assert line is not None and line.deed == "gave an agency more time"
    assert line.detail == {"due": "2026-03-10", "returns": 1, "letters": 2}


def test_open_dashboards_are_told(session: Session, scene: Scene) -> None:
    before = scene.audit.pulse
    give_more_time(session, scene.coordinator, scene.audit.id or 0, scene.police.id or 0, LATER)
    session.refresh(scene.audit)
    assert scene.audit.pulse > before


@pytest.mark.parametrize(
    "until, says",
    [
        (date(2026, 3, 3), "still to come"),
        (date(2026, 3, 7), "7 March 2026 is a weekend"),
        (date(2026, 4, 3), "bank holiday"),
    ],
)
def test_a_day_that_nobody_can_keep_is_refused(session: Session, scene: Scene, until: date, says: str) -> None:
    with pytest.raises(Problem, match=says):
        give_more_time(session, scene.coordinator, scene.audit.id or 0, scene.police.id or 0, until)
    assert scene.days(session) == [DUE, DUE, date(2026, 3, 20), DUE]


def test_a_day_before_the_one_it_has_is_no_more_time(session: Session, scene: Scene) -> None:
    scene.late.due = date(2026, 3, 20)
    session.add(scene.late)
    session.flush()
    with pytest.raises(Problem, match="due on 20 March 2026 already"):
        give_more_time(session, scene.coordinator, scene.audit.id or 0, scene.police.id or 0, LATER)


def test_an_agency_that_owes_nothing_needs_no_time(session: Session, scene: Scene) -> None:
    with pytest.raises(Problem, match="handed in everything"):
        give_more_time(session, scene.coordinator, scene.audit.id or 0, 99, LATER)


def test_returns_are_asked_for_in_fieldwork_alone(session: Session, scene: Scene) -> None:
    scene.audit.stage = "panel"
    session.add(scene.audit)
    session.flush()
    with pytest.raises(WrongStage):
        give_more_time(session, scene.coordinator, scene.audit.id or 0, scene.police.id or 0, LATER)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_nobody_but_the_coordinator_gives_time(session: Session, scene: Scene, role: Role) -> None:
    agency = scene.police if role in (Role.AGENCY_LEAD, Role.AUDITOR) else None
    someone = make.acting(session, role, agency=agency)
    with pytest.raises((NotAllowed, NotYours)):
        give_more_time(session, someone, scene.audit.id or 0, scene.police.id or 0, LATER)

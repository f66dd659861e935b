"""Agencies are reminded by the steps of the timetable, on working days, once each; and people once a week."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from maap.domain.people import Actor, NotAllowed, Role
from maap.domain.problems import Problem
from maap.storage import tables as t
from maap.usecases.post import change_text
from maap.usecases.reminding import everybody, remind_returns, want_weekly, write_weekly
from tests import factories as make

DUE = date(2026, 3, 31)
TIMETABLE = [
    {"key": "reminder", "name": "Reminder", "on": "2026-03-24"},
    {"key": "returns_due", "name": "Returns are due", "on": "2026-03-31"},
    {"key": "escalation", "name": "Escalation", "on": "2026-04-08"},
]


def _at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


class Scene:
    """An audit in fieldwork: the police owe two returns, one of them given to an auditor; health owes none."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.police, self.health = make.agency(session, "police"), make.agency(session, "health")
        audit = make.audit(session, self.police, self.health, stage="fieldwork")
        audit.terms = {**audit.terms, "timetable": TIMETABLE}
        session.add(audit)
        self.audit = audit
        self.lead = make.person(session, Role.AGENCY_LEAD, agency=self.police, name="Lee Lead")
        self.auditor = make.person(session, Role.AUDITOR, agency=self.police, name="Ann Auditor")
        self.coordinator = make.person(session, Role.COORDINATOR, name="Cora Coordinator")
        make.person(session, Role.AGENCY_LEAD, agency=self.health)
        cases = [make.case(session, audit, n) for n in (1, 2)]
        self.rows = [
            make.a_return(session, cases[0], self.police, due=DUE, auditor_id=self.auditor.id),
            make.a_return(session, cases[1], self.police, due=DUE),
            make.a_return(session, cases[0], self.health, "submitted", due=DUE),
        ]

    def letters(self, *days: date) -> list[tuple[str, str]]:
        """Who was written to on these days, and about what."""
        before = set(self.session.exec(select(t.Letter.id)).all())
        for day in days:
            remind_returns(self.session, _at(day))
        rows = self.session.exec(select(t.Letter, t.Person).join(t.Person).order_by(col(t.Letter.id))).all()
        return [(person.name, letter.kind) for letter, person in rows if letter.id not in before]


@pytest.fixture
def scene(session: Session) -> Scene:
    return Scene(session)


def test_nobody_is_reminded_before_the_timetable_says_so(scene: Scene) -> None:
    assert scene.letters(date(2026, 3, 23)) == []


def test_the_lead_and_the_auditors_are_reminded_once_before_the_due_date(scene: Scene) -> None:
    soon = [("Lee Lead", "returns_due_soon police 2026-03-31"), ("Ann Auditor", "returns_due_soon police 2026-03-31")]
    assert scene.letters(date(2026, 3, 24), date(2026, 3, 25), date(2026, 3, 31)) == soon


def test_late_returns_are_asked_for_once_and_then_raised_with_the_coordinator(scene: Scene) -> None:
    assert [kind for _, kind in scene.letters(date(2026, 4, 1), date(2026, 4, 2))] == [
        "returns_late police 2026-03-31"
    ] * 2
    kind = "returns_escalated police 2026-03-31"
    assert scene.letters(date(2026, 4, 8), date(2026, 4, 9)) == [("Lee Lead", kind), ("Cora Coordinator", kind)]


def test_a_return_that_was_asked_for_later_has_its_steps_later_and_none_is_left_out(scene: Scene) -> None:
    """It is about a case that stands in for another, and has four days more."""
    scene.rows[1].due = DUE + timedelta(days=4)

    def kinds(day: date) -> set[str]:
        return {kind.replace(" police ", " ") for _, kind in scene.letters(day)}

    assert kinds(date(2026, 3, 24)) == {"returns_due_soon 2026-03-31"}
    assert kinds(date(2026, 3, 30)) == {"returns_due_soon 2026-04-04"}
    assert kinds(date(2026, 4, 1)) == {"returns_late 2026-03-31"}
    assert kinds(date(2026, 4, 7)) == {"returns_late 2026-04-04"}
    assert kinds(date(2026, 4, 8)) == {"returns_escalated 2026-03-31"}
    assert kinds(date(2026, 4, 13)) == {"returns_escalated 2026-04-04"}


def test_two_groups_of_late_returns_are_both_raised_when_the_house_stood_still(scene: Scene) -> None:
    scene.rows[1].due = DUE + timedelta(days=1)
    raised = scene.letters(date(2026, 4, 20))
    assert len(raised) == 4 and len({kind for _, kind in raised}) == 2


@pytest.mark.parametrize("day", [date(2026, 4, 4), date(2026, 4, 5), date(2026, 4, 3), date(2026, 4, 6)])
def test_nobody_is_written_to_on_a_weekend_or_a_bank_holiday(scene: Scene, day: date) -> None:
    assert scene.letters(day) == []


def test_what_a_weekend_kept_back_is_made_up_for_on_the_next_working_day(scene: Scene) -> None:
    scene.letters(date(2026, 3, 24))
    assert scene.letters(date(2026, 4, 7)) != []


def test_an_agency_that_handed_everything_in_hears_nothing(scene: Scene) -> None:
    for row in scene.rows:
        row.state = "submitted"
    assert scene.letters(date(2026, 4, 8)) == []


def test_a_letter_holds_no_case(scene: Scene) -> None:
    scene.letters(date(2026, 3, 24), date(2026, 4, 1), date(2026, 4, 8))
    for letter in scene.session.exec(select(t.Letter)):
        text = letter.subject + letter.body
        assert scene.audit.reference in text and f"{scene.audit.reference}-01" not in text
        assert "C-00001" not in text and "{" not in text


def test_a_text_that_an_administrator_changed_is_what_is_sent(scene: Scene) -> None:
    session = scene.session
    administrator = make.acting(session, Role.ADMINISTRATOR)
    change_text(session, administrator, "returns_due_soon", {"subject": "Please", "body": "By {due}."}, 0)
    scene.letters(date(2026, 3, 24))
    assert {letter.body for letter in session.exec(select(t.Letter))} == {"By 31 March 2026."}
    with pytest.raises(Problem, match="colleague"):
        change_text(session, administrator, "returns_due_soon", {"subject": "x", "body": "x"}, 0)
    with pytest.raises(Problem, match="cannot be filled in"):
        change_text(session, administrator, "returns_late", {"subject": "x", "body": "{case}"}, 0)
    with pytest.raises(NotAllowed):
        change_text(session, make.acting(session, Role.COORDINATOR), "weekly", {"subject": "x", "body": "x"}, 0)


def _weekly(scene: Scene, actor: Actor, *waiting: str) -> list[str]:
    write_weekly(scene.session, actor, waiting)
    kept = select(t.Letter).where(t.Letter.person_id == actor.person_id, t.Letter.kind == "weekly")
    return [letter.body for letter in scene.session.exec(kept)]


def test_the_weekly_letter_about_one_thing_is_in_the_singular(scene: Scene) -> None:
    actor = make.acting(scene.session, Role.AUDITOR, agency=make.agency(scene.session, "housing"))
    write_weekly(scene.session, actor, ["Complete 1 return"])
    letter = scene.session.exec(select(t.Letter).where(t.Letter.person_id == actor.person_id)).one()
    assert letter.subject.startswith("1 thing to do at")
    assert "These" not in letter.body


def test_once_a_week_three_things_are_named_and_the_rest_is_counted(scene: Scene) -> None:
    actor = make.actor(scene.lead, Role.AGENCY_LEAD, now=_at(date(2026, 3, 2)))
    (body,) = _weekly(scene, actor, "one", "two", "three", "four", "five")
    assert "• one\n• two\n• three\n• and 2 more things" in body and "Lee Lead" in body
    assert len(_weekly(scene, actor, "one")) == 1, "not twice in a week"
    later = make.actor(scene.lead, Role.AGENCY_LEAD, now=actor.now + timedelta(days=7))
    assert len(_weekly(scene, later, "one")) == 2


def test_nobody_is_written_to_when_nothing_waits_or_they_stopped_it(scene: Scene) -> None:
    actor = make.actor(scene.lead, Role.AGENCY_LEAD)
    assert _weekly(scene, actor) == []
    want_weekly(scene.session, actor, False)
    assert _weekly(scene, actor, "one") == []
    want_weekly(scene.session, actor, True)
    assert len(_weekly(scene, actor, "one")) == 1


def test_the_round_looks_at_everybody_active_with_their_roles(scene: Scene) -> None:
    scene.auditor.active = False
    found = {actor.name: actor.roles for actor in everybody(scene.session, make.NOW)}
    assert found["Lee Lead"] == {Role.AGENCY_LEAD} and "Ann Auditor" not in found

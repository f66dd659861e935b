"""The two private lanes: the life of an issue, and the clock of a concern."""

from datetime import UTC, date, datetime, timedelta

import pytest

from maap.domain import concerns, issues, lane_letters
from maap.domain.audit import Stage, WrongStage
from maap.domain.issues import IssueState, RaisedAs, Step, move
from maap.domain.people import Role
from maap.domain.problems import Problem

HOLIDAYS = frozenset({date(2026, 4, 3), date(2026, 4, 6)})


def _at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_an_issue_has_exactly_these_moves() -> None:
    fits = {(at, step) for step, moves in issues.MOVES.items() for at in moves}
    for at in IssueState:
        for step in Step:
            if (at, step) in fits:
                assert move(at, step) in IssueState
            else:
                with pytest.raises(Problem, match=f"This issue is {at}"):
                    move(at, step)


def test_an_issue_opened_again_waits_for_its_agency() -> None:
    assert move(IssueState.CLOSED, Step.REOPENED) in issues.AWAITED


def test_an_answer_is_due_in_ten_working_days_and_in_five_when_asked_again() -> None:
    assert issues.answer_due(date(2026, 3, 30), HOLIDAYS) == date(2026, 4, 15)
    assert issues.answer_due(date(2026, 3, 30), HOLIDAYS, again=True) == date(2026, 4, 8)


@pytest.mark.parametrize(
    ("roles", "raised"),
    [
        ({Role.AUDITOR, Role.COORDINATOR}, RaisedAs.COORDINATOR),
        ({Role.AUDITOR, Role.CHAIR}, RaisedAs.PANEL),
        ({Role.PANEL_MEMBER}, RaisedAs.PANEL),
        ({Role.AUDITOR}, RaisedAs.AUDITOR),
    ],
)
def test_the_widest_role_says_how_an_issue_was_raised(roles: set[Role], raised: RaisedAs) -> None:
    assert issues.raised_as(roles) is raised


@pytest.mark.parametrize("stage", list(Stage))
def test_issues_are_raised_from_fieldwork_until_the_audit_is_closed(stage: Stage) -> None:
    if stage in {Stage.FIELDWORK, Stage.PANEL, Stage.REPORTING, Stage.PUBLISHED}:
        issues.refuse_at(stage)
    else:
        with pytest.raises(WrongStage):
            issues.refuse_at(stage)


@pytest.mark.parametrize(
    ("question", "value", "tells"),
    [
        ("single_agency_issue", "Referrals wait.", True),
        ("single_agency_issue_text", "", False),
        ("single_agency_issue", "no", False),
        ("another", "Referrals wait.", False),
    ],
)
def test_only_an_answer_that_says_so_tells_of_an_issue(question: str, value: object, tells: bool) -> None:
    assert issues.tells_of_an_issue(question, value) is tells


def test_an_agency_is_reminded_once_a_day() -> None:
    issues.refuse_chasing_again(date(2026, 3, 2), date(2026, 3, 3))
    with pytest.raises(Problem, match="reminded today"):
        issues.refuse_chasing_again(date(2026, 3, 3), date(2026, 3, 3))


@pytest.mark.parametrize(
    ("raised", "due"),
    [
        (_at(3, 10), _at(3, 11)),  # a Tuesday morning
        (_at(3, 16, 30), _at(4, 9, 30)),  # half of the hour is left for the next morning
        (_at(3, 7), _at(3, 10)),  # before anybody works
        (_at(3, 20), _at(4, 10)),  # in the evening
        (_at(6, 18), _at(9, 10)),  # on a Friday evening
        (_at(2, 16, month=4), _at(7, 9, month=4)),  # five in London, before Easter: the hour runs on the Tuesday after
    ],
)
def test_without_hours_in_the_terms_a_concern_has_one_working_hour(raised: datetime, due: datetime) -> None:
    assert concerns.due_at(raised, None, HOLIDAYS) == due


def test_hours_that_the_terms_give_run_by_day_and_by_night() -> None:
    assert concerns.due_at(_at(6, 18), 24, HOLIDAYS) == _at(7, 18)


def test_the_clock_says_what_is_left_and_what_is_overdue() -> None:
    assert concerns.clock(_at(3, 12), _at(3, 11, 20)) == "40 min left"
    assert concerns.clock(_at(3, 12), _at(3, 14, 5)) == "2 h 05 min overdue"


def test_hours_to_response_are_summed_up_without_those_that_wait() -> None:
    told = concerns.summed_up(4, (1.0, 2.0, 9.04))
    assert (told.count, told.acknowledged, told.median_hours, told.longest_hours) == (4, 3, 2.0, 9.0)
    assert concerns.summed_up(1, ()).median_hours is None
    assert concerns.HIDDEN.hidden


def test_somebody_was_told_in_the_past_and_lately() -> None:
    now = _at(3, 12)
    concerns.refuse_wrong_time(now + timedelta(minutes=1), now)
    for wrong in (now + timedelta(minutes=3), now - timedelta(days=32)):
        with pytest.raises(Problem):
            concerns.refuse_wrong_time(wrong, now)


def test_letters_of_the_lanes_say_that_something_waits_and_not_what() -> None:
    letters = (
        lane_letters.issue_raised("Ann", "Police", "M26 Neglect", date(2026, 3, 3)),
        lane_letters.issue_chased("Ann", "Police", "M26 Neglect", date(2026, 3, 3), late=True),
        lane_letters.concern_recorded("Ann", "M26 Neglect", _at(3, 12)),
        lane_letters.concern_overdue("Ann", "M26 Neglect", _at(3, 12)),
    )
    for letter in letters:
        assert "this letter says nothing about it" in str(letter)
        assert "3 March 2026" in str(letter)
    assert "was due on 3 March 2026" in str(letters[1])

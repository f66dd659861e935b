"""What an audit waits for next, and what stands in its way."""

from datetime import date

import pytest

from maap.domain.audit import Stage
from maap.domain.commitment import Commitment, reason_for_declining
from maap.domain.due_dates import returns_due
from maap.domain.invitations import reminder_to_commit, reminder_to_name_auditors, returns_open
from maap.domain.next_step import AGENCIES, COORDINATOR, PANEL, SIGNATORIES, Task, agencys_step, next_step
from maap.domain.problems import Problem
from maap.domain.standing import Standing, in_the_way, worth_knowing
from maap.domain.timeline import When, timeline
from maap.domain.timetable import Milestone
from maap.domain.waiting import in_words

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("standing", "task", "who"),
    [
        (Standing(Stage.DRAFT), Task.WRITE_TERMS, COORDINATOR),
        (Standing(Stage.DRAFT, signatures_asked=2, signed=1), Task.SIGN_TERMS, SIGNATORIES),
        (Standing(Stage.AGREED), Task.START_SAMPLING, COORDINATOR),
        (Standing(Stage.SAMPLING), Task.UPLOAD_COHORT, COORDINATOR),
        (Standing(Stage.SAMPLING, has_cohort=True), Task.DRAW_SAMPLE, COORDINATOR),
        (Standing(Stage.SAMPLING, has_cohort=True, has_sample=True, committed=1), Task.CHASE_AGENCIES, AGENCIES),
        (Standing(Stage.SAMPLING, has_cohort=True, has_sample=True, committed=2), Task.OPEN_FIELDWORK, COORDINATOR),
        (Standing(Stage.FIELDWORK, returns=4, returns_in=3), Task.CHASE_RETURNS, AGENCIES),
        (Standing(Stage.FIELDWORK, returns=4, returns_in=4), Task.CLOSE_RETURNS, COORDINATOR),
        (Standing(Stage.PANEL, cases=4, graded=3), Task.GRADE_CASES, PANEL),
        (Standing(Stage.PANEL, cases=4, graded=4), Task.START_REPORT, COORDINATOR),
        (Standing(Stage.REPORTING), Task.PUBLISH, COORDINATOR),
        (Standing(Stage.PUBLISHED), Task.CLOSE, COORDINATOR),
        (Standing(Stage.CLOSED), None, "Nobody"),
    ],
)
def test_every_standing_has_one_next_step_and_somebody_to_do_it(standing: Standing, task: Task, who: str) -> None:
    step = next_step(standing)
    assert (step.task, step.who) == (task, who)


def test_closing_does_not_wait_on_the_coordinators_page() -> None:
    assert not next_step(Standing(Stage.PUBLISHED)).waits_for_the_coordinator
    assert next_step(Standing(Stage.REPORTING)).waits_for_the_coordinator


@pytest.mark.parametrize("stage", [Stage.AGREED, Stage.SAMPLING, Stage.FIELDWORK])
def test_an_agency_that_has_not_answered_is_asked_to(stage: Stage) -> None:
    assert agencys_step(Standing(stage), Commitment.ASKED).task is Task.COMMIT


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("answer", list(Commitment))
def test_an_agency_never_hears_how_many_others_committed_or_were_graded(stage: Stage, answer: Commitment) -> None:
    step = agencys_step(Standing(stage, agencies=9, committed=7, declined=1, cases=8, graded=5), answer)
    assert not any(figure in step.what + step.more for figure in ("9", "7", "8", "5"))


def test_fieldwork_waits_for_a_sample_two_agencies_and_a_published_questionnaire() -> None:
    bare = Standing(Stage.SAMPLING)
    assert len(in_the_way(bare)) == 3
    ready = Standing(Stage.SAMPLING, has_cohort=True, has_sample=True, committed=2, questionnaire="core")
    assert in_the_way(ready) == ()


def test_returns_that_are_not_in_can_be_gone_on_without() -> None:
    standing = Standing(Stage.FIELDWORK, returns=9, returns_in=7)
    assert in_the_way(standing)[0].startswith("2 of 9 returns are not in.")
    assert in_the_way(standing, despite_outstanding=True) == ()


def test_what_should_be_known_before_moving_on_is_said() -> None:
    assert worth_knowing(Standing(Stage.SAMPLING, agencies=3, committed=2))[0].startswith("1 agency has not answered")
    assert worth_knowing(Standing(Stage.PANEL, cases=8, graded=5)) == (
        "5 of 8 cases are graded in every domain so far.",
    )
    assert worth_knowing(Standing(Stage.FIELDWORK)) == ()


def test_one_of_several_is_said_in_the_singular() -> None:
    one_graded = Standing(Stage.PANEL, cases=8, graded=1)
    assert worth_knowing(one_graded) == ("1 of 8 cases is graded in every domain so far.",)
    assert next_step(one_graded).more == "1 of 8 cases is graded in every domain so far."
    one_in = Standing(Stage.FIELDWORK, returns=9, returns_in=1)
    assert next_step(one_in).more == agencys_step(one_in, Commitment.COMMITTED).more == "1 of 9 is in."


def _milestones(**days: int) -> tuple[Milestone, ...]:
    return tuple(Milestone(key=key, name=key, on=date(2026, 3, day)) for key, day in days.items())


def test_a_timetable_tells_done_late_passed_next_and_to_come_apart() -> None:
    dates = _milestones(terms_signed=2, cohort=3, reminder=4, sample=5, returns_open=9, panel=10)
    seen = timeline(dates, Standing(Stage.SAMPLING, has_cohort=True), date(2026, 3, 6), frozenset())
    assert [one.when for one in seen] == [When.DONE, When.DONE, When.PASSED, When.LATE, When.NEXT, When.TO_COME]


def test_a_milestone_is_not_late_on_its_last_day() -> None:
    seen = timeline(_milestones(sample=5), Standing(Stage.SAMPLING), date(2026, 3, 5), frozenset())
    assert seen[0].when is When.NEXT


def test_returns_due_is_done_once_every_return_is_in() -> None:
    dates = _milestones(returns_due=2)
    late = timeline(dates, Standing(Stage.FIELDWORK, returns=2, returns_in=1), date(2026, 3, 6), frozenset())
    done = timeline(dates, Standing(Stage.FIELDWORK, returns=2, returns_in=2), date(2026, 3, 6), frozenset())
    assert (late[0].when, done[0].when) == (When.LATE, When.DONE)


@pytest.mark.parametrize(
    ("timetable", "due"),
    [
        ((), date(2026, 3, 23)),
        (_milestones(returns_due=20), date(2026, 3, 20)),
        (_milestones(returns_due=3), date(2026, 3, 9)),
    ],
)
def test_returns_are_due_on_the_timetables_day_but_never_within_five_working_days(
    timetable: tuple[Milestone, ...], due: date
) -> None:
    assert returns_due(timetable, MONDAY, frozenset()) == due


def test_a_reason_for_declining_is_a_sentence_of_reasonable_length() -> None:
    assert reason_for_declining("  We have nobody free. ") == "We have nobody free."
    with pytest.raises(Problem, match="2,001 characters"):
        reason_for_declining("x" * 2001)


def test_reminders_name_audit_agency_and_day() -> None:
    commit = reminder_to_commit("Ann Lee", "Police", "MAAP26-1 Neglect", MONDAY)
    assert all(word in commit.body for word in ("Ann Lee", "Police", "MAAP26-1 Neglect", "2 March 2026"))
    name = reminder_to_name_auditors("", "Police", "MAAP26-1 Neglect", None)
    assert name.body.startswith("Dear colleague,")
    assert "None" not in name.body


def test_a_letter_about_open_returns_tells_what_to_do_when_somebody_is_at_risk() -> None:
    letter = returns_open("Ann Lee", "MAAP26-1 Neglect", MONDAY)
    assert "telephone the safeguarding contact" in letter.body
    assert "2 March 2026" in letter.body


def test_one_thing_and_several_read_differently() -> None:
    assert in_words(Task.COMPLETE_RETURNS) == "Complete 1 return"
    assert in_words(Task.COMPLETE_RETURNS, 3) == "Complete 3 returns"
    assert in_words(Task.COMMIT, 3) == "Say whether your agency takes part"

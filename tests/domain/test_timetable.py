"""An audit's timetable: made from a template, moved by hand, never on a day nobody works."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maap.domain.partnership import TimetableStep
from maap.domain.timetable import (
    CannotMove,
    Milestone,
    add_working_days,
    ends,
    in_words,
    is_working_day,
    milestone_of,
    move,
    plan,
    working_days_between,
)

EASTER = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
TEMPLATE = (
    TimetableStep(key="signed", name="Terms signed off", week=0),
    TimetableStep(key="open", name="Agency audits open", week=2, lasts=15),
    TimetableStep(key="reminder", name="Reminder", week=2, working_days=10),
    TimetableStep(key="due", name="Returns due", week=2, working_days=15),
    TimetableStep(key="panel", name="Panel day", week=7),
)
days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
holidays = st.frozensets(days, max_size=40)


def dates(milestones: tuple[Milestone, ...]) -> dict[str, date]:
    return {milestone.key: milestone.on for milestone in milestones}


def test_a_plan_follows_the_weeks_of_its_template() -> None:
    assert dates(plan(TEMPLATE, date(2026, 1, 5), frozenset())) == {
        "signed": date(2026, 1, 5),
        "open": date(2026, 1, 19),
        "reminder": date(2026, 2, 2),
        "due": date(2026, 2, 9),
        "panel": date(2026, 2, 23),
    }


def test_easter_gives_agencies_their_fifteen_working_days_all_the_same() -> None:
    made = plan(TEMPLATE, date(2026, 3, 9), EASTER)
    opened, due = dates(made)["open"], dates(made)["due"]
    assert (opened, due) == (date(2026, 3, 23), date(2026, 4, 15))
    assert working_days_between(opened, due, EASTER) == 15


def test_a_plan_that_starts_on_a_sunday_starts_on_monday() -> None:
    assert plan(TEMPLATE, date(2026, 3, 8), EASTER)[0].on == date(2026, 3, 9)


def test_a_step_that_lasts_ends_as_many_working_days_later() -> None:
    opened = milestone_of(plan(TEMPLATE, date(2026, 3, 9), EASTER), "open")
    assert opened is not None
    assert ends(opened, EASTER) == date(2026, 4, 15)


def test_a_timetable_without_the_step_has_no_such_milestone() -> None:
    assert milestone_of(plan(TEMPLATE, date(2026, 3, 9), EASTER), "briefing") is None


def test_when_one_date_moves_those_after_it_follow_and_those_before_stay() -> None:
    before = plan(TEMPLATE, date(2026, 1, 5), frozenset())
    after = move(before, "reminder", date(2026, 2, 4), frozenset())
    assert dates(after) == {
        "signed": date(2026, 1, 5),
        "open": date(2026, 1, 19),
        "reminder": date(2026, 2, 4),
        "due": date(2026, 2, 11),
        "panel": date(2026, 2, 25),
    }


def test_a_move_across_easter_keeps_the_working_days_between_steps() -> None:
    before = plan(TEMPLATE, date(2026, 2, 23), EASTER)
    after = move(before, "open", date(2026, 3, 16), EASTER)
    gap = working_days_between(dates(before)["open"], dates(before)["due"], EASTER)
    assert working_days_between(date(2026, 3, 16), dates(after)["due"], EASTER) == gap
    assert dates(after)["due"] == date(2026, 4, 8)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (
            date(2026, 4, 4),
            "Saturday 4 April 2026 is a weekend. Choose Thursday 2 April 2026 or Tuesday 7 April 2026.",
        ),
        (
            date(2026, 4, 6),
            "Monday 6 April 2026 is a bank holiday. Choose Thursday 2 April 2026 or Tuesday 7 April 2026.",
        ),
    ],
)
def test_nothing_moves_to_a_day_that_nobody_works(day: date, sentence: str) -> None:
    with pytest.raises(CannotMove) as refused:
        move(plan(TEMPLATE, date(2026, 3, 9), EASTER), "due", day, EASTER)
    assert str(refused.value) == sentence


def test_a_step_does_not_cross_the_one_before_it() -> None:
    with pytest.raises(CannotMove) as refused:
        move(plan(TEMPLATE, date(2026, 1, 5), frozenset()), "panel", date(2026, 2, 6), frozenset())
    assert str(refused.value) == (
        "“Panel day” cannot be on Friday 6 February 2026, because “Returns due” comes first, on Monday 9 February 2026."
        " Choose that day or a later one, or move “Returns due” first."
    )


def test_two_steps_may_share_a_day() -> None:
    moved = move(plan(TEMPLATE, date(2026, 1, 5), frozenset()), "panel", date(2026, 2, 9), frozenset())
    assert dates(moved)["panel"] == dates(moved)["due"]


def test_a_step_that_is_gone_is_refused_in_a_sentence() -> None:
    with pytest.raises(CannotMove, match="no longer in the timetable"):
        move(plan(TEMPLATE, date(2026, 1, 5), frozenset()), "briefing", date(2026, 2, 9), frozenset())


def test_a_date_reads_as_people_say_it() -> None:
    assert in_words(date(2026, 3, 3)) == "Tuesday 3 March 2026"


@given(days, holidays)
def test_a_plan_is_in_order_and_on_working_days_whatever_the_holidays(start: date, closed: frozenset[date]) -> None:
    made = [milestone.on for milestone in plan(TEMPLATE, start, closed)]
    assert made == sorted(made)
    assert all(is_working_day(day, closed) for day in made)


@given(days, st.integers(0, 4), days, holidays)
def test_a_move_keeps_order_and_working_day_distance_or_is_refused(
    start: date, which: int, to: date, closed: frozenset[date]
) -> None:
    before = plan(TEMPLATE, start, closed)
    try:
        after = move(before, before[which].key, to, closed)
    except CannotMove:
        assert not is_working_day(to, closed) or to < before[which - 1].on
        return
    assert after[:which] == before[:which]
    assert after[which].on == to
    for old, new in zip(before[which:], after[which:], strict=True):
        assert is_working_day(new.on, closed)
        assert working_days_between(to, new.on, closed) == working_days_between(before[which].on, old.on, closed)


@given(days, st.integers(-60, 60), holidays)
def test_counting_undoes_adding(day: date, count: int, closed: frozenset[date]) -> None:
    first = add_working_days(day, 0, closed)
    assert working_days_between(first, add_working_days(first, count, closed), closed) == count


def test_adding_no_working_days_to_a_saturday_gives_monday() -> None:
    saturday = date(2026, 3, 7)
    assert add_working_days(saturday, 0, frozenset()) == saturday + timedelta(days=2)


def test_when_a_long_closure_pushes_returns_back_the_panel_waits_for_them() -> None:
    closed = frozenset(date(2026, 1, 26) + timedelta(days=number) for number in range(28))
    made = dates(plan(TEMPLATE, date(2026, 1, 5), closed))
    assert made["due"] == date(2026, 3, 9)
    assert made["panel"] == made["due"]

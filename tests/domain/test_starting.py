"""An audit starts with a title, a year and a reference of its own."""

from datetime import date

import pytest

from maap.domain.problems import Problem
from maap.domain.starting import audit_year, is_audit_year, reference, starting, usual_period, years_on_offer


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 3, 31), "2025/26"),
        (date(2026, 4, 1), "2026/27"),
        (date(2026, 12, 31), "2026/27"),
        (date(2100, 1, 1), "2099/00"),
    ],
)
def test_an_audit_year_runs_from_april_to_march(day: date, year: str) -> None:
    assert audit_year(day) == year
    assert is_audit_year(year)


@pytest.mark.parametrize("text", ["", "2026", "2026/28", "2026-27", "1999/00", " 2026/27"])
def test_other_texts_are_no_audit_year(text: str) -> None:
    assert not is_audit_year(text)


def test_an_audit_may_start_in_this_year_the_next_or_the_last() -> None:
    assert years_on_offer(date(2028, 2, 29)) == ("2027/28", "2028/29", "2026/27")


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([], "MAAP26-1"),
        (["MAAP26-1", "MAAP26-9", "MAAP26-10"], "MAAP26-11"),
        (["MAAP25-4", "MACFA26-7"], "MAAP26-1"),
        (["MAAP26-1-03", "MAAP26-x"], "MAAP26-1"),
    ],
)
def test_a_reference_is_the_next_free_number_of_its_year(taken: list[str], expected: str) -> None:
    assert reference("MAAP", "2026/27", taken) == expected


def test_the_usual_period_is_the_twelve_whole_months_before() -> None:
    assert usual_period(date(2026, 3, 15)) == (date(2025, 3, 1), date(2026, 2, 28))
    assert usual_period(date(2026, 1, 1)) == (date(2025, 1, 1), date(2025, 12, 31))


def test_a_title_of_a_hundred_and_twenty_characters_is_the_longest() -> None:
    assert starting("x" * 120, "2026/27", "both").title == "x" * 120
    with pytest.raises(Problem, match="121 characters"):
        starting("x" * 121, "2026/27", "both")

"""The table is found among titles, blank lines and merged headings."""

import pytest

from maap.domain.grid import laid_out, tidy
from maap.domain.problems import Problem


def test_titles_and_blank_lines_above_the_headings_are_left_out() -> None:
    grid = laid_out(
        [("Open cases, March",), (), ("Produced by", "Data team", ""), (), ("Ref", "Plan", "Age"), ("1", "CP", "4")]
    )
    assert grid.headings == ("Ref", "Plan", "Age")
    assert (grid.rows, grid.first_row_number) == ((("1", "CP", "4"),), 6)
    assert grid.notes == ("What stands above the headings in row 5 was left out.",)


def test_rows_keep_the_numbers_they_have_in_the_file() -> None:
    grid = laid_out([("Ref",), ("A-1",), ("",), ("A-2",), (), ()])
    assert [(grid.first_row_number + i, row) for i, row in enumerate(grid.rows)] == [
        (2, ("A-1",)),
        (3, ("",)),
        (4, ("A-2",)),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        [("Ref", "Plan", "Dates", ""), ("", "", "Last seen", "Last audit")],  # the lower row fills the gaps
        [("Case", "", "", ""), ("Ref", "Plan", "Last seen", "Last audit")],  # the upper row only groups
        [("Ref", "Plan", "", ""), ("", "", "Last seen", "Last audit")],
    ],
)
def test_merged_headings_in_two_rows_are_read_as_one(lines: list[tuple[str, ...]]) -> None:
    grid = laid_out([*lines, ("A-1", "CP", "03/03/2026", "01/01/2020")])
    assert grid.headings == ("Ref", "Plan", "Last seen", "Last audit")
    assert grid.rows == (("A-1", "CP", "03/03/2026", "01/01/2020"),)


def test_headings_that_repeat_under_merged_groups_take_the_name_of_their_group() -> None:
    grid = laid_out(
        [("", "Child", "", "Mother", ""), ("Ref", "Age", "Plan", "Age", "Note"), ("A-1", "4", "CP", "30", "x")]
    )
    assert grid.headings == ("Ref", "Child: Age", "Plan", "Mother: Age", "Note")


def test_a_merged_heading_over_one_column_reaches_down() -> None:
    grid = laid_out([("Ref", "Dates", ""), ("", "First seen", "Last seen"), ("A-1", "01/01/2025", "03/03/2026")])
    assert grid.headings == ("Ref", "First seen", "Last seen")


def test_columns_without_a_heading_are_named_and_empty_ones_dropped() -> None:
    grid = laid_out([("Ref", "", "Plan", "", "Plan"), ("A-1", "", "CP", "7", "CIN")])
    assert grid.headings == ("Ref", "Plan", "Column D", "Plan (2)")
    assert grid.rows == (("A-1", "CP", "7", "CIN"),)
    assert "Column D has no heading." in grid.notes


def test_spaces_and_invisible_characters_are_tidied_and_lines_of_a_cell_kept_apart() -> None:
    assert tidy("\ufeff  C\u00a0-  1\u200b ") == "C - 1"
    assert tidy(" Police \n\n Health ") == "Police\nHealth"
    assert tidy("Zoe\u0308") == "Zoë"


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "empty"),
        ([("",), ()], "empty"),
        ([("Ref", "Plan")], "no rows below"),
        ([("1", "2"), ("3", "4")], "no headings"),
    ],
)
def test_what_holds_no_table_is_refused_in_words(lines: list[tuple[str, ...]], sentence: str) -> None:
    with pytest.raises(Problem, match=sentence):
        laid_out(lines)


def test_fifty_thousand_rows_are_accepted_and_one_more_is_not() -> None:
    lines = [("Ref",), *[("A-1",)] * 50_000]
    assert len(laid_out(lines).rows) == 50_000
    with pytest.raises(Problem, match="50,001 rows; at most 50,000"):
        laid_out([*lines, ("A-1",)])

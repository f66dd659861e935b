"""Charts hold our own column names, the rows they were given, and nothing else."""

import json

import pytest

from maap.charts import drawings, pictures, specs, theme
from maap.domain.ladders import OFSTED, Ladder, Named, tally
from maap.domain.pictures import Drawing, Picture, Row
from maap.views.results import Progress, ThemeCount

LADDER = Ladder(
    OFSTED.key, OFSTED.rungs, (Named("not_seen", "Not seen"),), (Named("t", "Timeliness"), Named("c", "Communication"))
)
TIMELINESS = tally(LADDER, LADDER.domains[0], {"good": 3, "inadequate": 1, "not_seen": 2})
HOSTILE = "x' || datum.n || '<img src=//evil>"


def _contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_a_bar_holds_each_level_from_the_best_on_and_what_grades_nothing_last() -> None:
    rows = drawings.grades(LADDER, [TIMELINESS]).rows
    assert list(rows["n"]) == [0, 3, 0, 1, 2]
    assert list(rows["level_name"])[-1] == "No grade"
    assert rows["heading"][0] == "Timeliness  ·  4 graded"


def test_the_table_holds_neutral_answers_in_columns_of_their_own() -> None:
    table = drawings.grades(LADDER, [TIMELINESS]).table
    assert table.loc[0, "Graded"] == 4
    assert table.loc[0, "Not seen"] == 2


def test_a_level_that_is_called_as_a_column_of_ours_has_a_column_of_its_own() -> None:
    scale = Ladder("s", (Named("graded", "Graded"), Named("poor", "Poor")), (), (Named("t", "Graded"),))
    table = drawings.grades(scale, [tally(scale, scale.domains[0], {"graded": 3, "poor": 1})])
    assert list(table.table.columns) == ["", "Graded", "Graded (2)", "Poor"]
    assert table.table_sent.column_names == ["", "Graded", "Graded (2)", "Poor"]


def test_without_rows_a_chart_is_empty() -> None:
    assert drawings.grades(LADDER, []).empty
    assert drawings.themes([]).empty
    assert drawings.returns_in([]).empty
    assert drawings.grades_by_agency(LADDER, []).empty


def test_specifications_are_made_once_and_hold_no_rows() -> None:
    first, second = (drawings.grades(LADDER, [tally(LADDER, LADDER.domains[0], {"good": n})]) for n in (1, 400))
    assert first.spec is second.spec
    assert drawings.themes([]).spec is specs.mirrored()
    for spec in (first.spec, specs.heat(), specs.mirrored()):
        assert "data" not in spec
        assert "datasets" not in spec
        assert all("data" not in layer for layer in spec["layer"])


def test_what_people_typed_is_only_ever_a_row() -> None:
    drawn = drawings.themes([ThemeCount(1, HOSTILE, 1, 2)])
    assert HOSTILE in set(drawn.rows["heading"])
    assert "evil" not in json.dumps(drawn.spec)
    assert "expr" not in json.dumps(drawn.spec)


def test_strengths_go_left_and_the_middle_stays_in_the_middle() -> None:
    rows = drawings.themes([ThemeCount(1, "Consent", 2, 5)]).rows
    assert list(rows["length"]) == [-2, 5]
    assert sum(rows["edge"]) == pytest.approx(0)


def test_late_returns_are_said_above_the_bar() -> None:
    rows = drawings.returns_in([Progress(7, "Police", 3, 1, 0, 2, 5)]).rows
    assert rows["heading"][0] == "Police  ·  3 of 6 in, 2 late"
    assert list(rows["n"]) == [3, 1, 0, 2]


def test_a_cell_without_grades_says_so() -> None:
    rows = drawings.grades_by_agency(LADDER, [("1", "Police", [TIMELINESS, tally(LADDER, LADDER.domains[1], {})])]).rows
    assert list(rows["said"]) == ["3 of 4", "–"]


@pytest.mark.parametrize("levels", range(1, 11))
def test_numbers_can_be_read_on_every_colour_and_the_best_is_darkest(levels: int) -> None:
    colours = theme.ordered(levels)
    assert len(set(colours)) == levels
    assert all(_contrast(colour, theme.ink_on(colour)) >= 4.5 for colour in colours)
    assert [_contrast(colour, "#ffffff") for colour in colours] == sorted(
        (_contrast(colour, "#ffffff") for colour in colours), reverse=True
    )


def test_every_shade_of_the_heat_map_can_be_read() -> None:
    shades = [theme.shade(part / 40) for part in range(41)]
    assert all(_contrast(shade, theme.ink_on(shade)) >= 4.5 for shade in shades)


def test_a_reader_who_may_not_look_behind_is_promised_nothing() -> None:
    still = specs.still(specs.heat())
    assert "pointer" not in json.dumps(still)
    assert "pointer" in json.dumps(specs.heat())


def test_lines_that_end_together_share_one_label_and_others_have_their_own() -> None:
    def labels(*last: int) -> list[str]:
        rows = (Row("1", "2026-03-02", (1, 0)), Row("2", "2026-03-03", last))
        drawn = pictures.drawn(Picture("", Drawing.STEPS, "Day", ("Due", "In"), rows))
        assert drawn is not None
        return [label for label in drawn.rows["label"] if label]

    assert labels(1, 2) == ["Due and In"]
    assert labels(1, 1) == ["Due", "In"]

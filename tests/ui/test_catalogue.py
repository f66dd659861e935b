"""A table of a form, after what somebody did to it."""

import pytest

from maap.ui.catalogue import NEW, Form, edited

ROWS = [{"label": "Good", "value": "good"}, {"label": "Poor", "value": "poor"}, {"label": "Not known", "value": "nk"}]


@pytest.mark.parametrize(
    "edits, rows",
    [
        (None, ROWS),
        ({"edited_rows": {}, "added_rows": [], "deleted_rows": []}, ROWS),
        ({"edited_rows": {1: {"label": "Weak"}}}, [ROWS[0], {"label": "Weak", "value": "poor"}, ROWS[2]]),
        ({"deleted_rows": [0], "edited_rows": {0: {"label": "x"}}}, ROWS[1:]),
        ({"added_rows": [{"label": "New"}, {}]}, [*ROWS, {"label": "New"}, {}]),
    ],
)
def test_edits_are_put_on_the_rows_that_the_table_began_with(edits: object, rows: list[dict[str, str]]) -> None:
    assert edited(ROWS, edits) == rows


def test_a_tables_key_changes_with_each_round_because_its_edits_cannot_be_set() -> None:
    before, after = (Form("scale", "3", names=("name",), tables={"levels": ROWS}, round=n) for n in (1, 2))
    assert before.key("levels") != after.key("levels")
    assert before.key("name") == after.key("name") == "scale:3/name"


def test_the_form_that_adds_an_entry_has_no_id() -> None:
    assert Form("scale", NEW).is_new
    assert Form("scale", "3").id == 3

"""What a line of the trail holds beside its deed is said in words."""

from typing import Any

import pytest

from maap.ui.trail import said


@pytest.mark.parametrize(
    ("detail", "told"),
    [
        ({"wanted": True}, "wanted: yes"),
        ({"moved": False}, "moved: no"),
        ({"fields": ["period_start", "name"]}, "fields: period start, name"),
        ({"due": "2026-03-03"}, "due: 3 March 2026"),
        ({"before": {"letters_months": 24, "kept": True}}, "before: letters months 24, kept yes"),
        ({"letters": 0, "roles": ["agency lead"]}, "letters: 0; roles: agency lead"),
        ({"about": None, "sealed_value": "x", "after": "in progress"}, "after: in progress"),
    ],
)
def test_states_and_numbers_are_said_in_words(detail: dict[str, Any], told: str) -> None:
    assert said(detail) == told


def test_what_is_no_name_of_a_column_stays_letter_for_letter() -> None:
    assert (
        said({"file": "Police_pack.docx", "mark": "2026-03-03T10:00"})
        == "file: Police_pack.docx; mark: 2026-03-03T10:00"
    )

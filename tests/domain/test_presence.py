"""Who is where on a return."""

from datetime import UTC, datetime, timedelta

import pytest

from maap.domain.presence import is_due, where

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
ORDER = ("start", "timeliness")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (20, "Sam is in section 2 (just now)."),
        (70, "Sam is in section 2 (1 minute ago)."),
        (150, "Sam is in section 2 (2 minutes ago)."),
    ],
)
def test_a_colleague_is_said_to_be_in_a_section_since_some_minutes(seconds: int, said: str) -> None:
    assert where("Sam", "timeliness", ORDER, NOW - timedelta(seconds=seconds), NOW) == said


def test_a_section_that_this_reader_does_not_have_is_not_numbered() -> None:
    assert where("Sam", "elsewhere", ORDER, NOW, NOW) == "Sam is on this return (just now)."


@pytest.mark.parametrize(
    ("noted", "due"),
    [
        (None, True),
        (("start", NOW - timedelta(seconds=59)), False),
        (("start", NOW - timedelta(seconds=60)), True),
        (("timeliness", NOW), True),
    ],
)
def test_a_place_is_noted_once_a_minute_and_when_it_changes(noted: tuple[str, datetime] | None, due: bool) -> None:
    assert is_due("start", noted, NOW) is due

"""When a draft may be checked, and what still stands in the way of publishing it."""

from datetime import date, timedelta

import pytest

from maap.domain.accuracy import LONGEST_CHECK, in_the_way, is_open, refuse_until
from maap.domain.problems import Problem

TODAY = date(2026, 6, 3)


def test_a_check_ends_neither_in_the_past_nor_in_the_far_future() -> None:
    refuse_until(TODAY, TODAY)
    refuse_until(TODAY + timedelta(days=LONGEST_CHECK), TODAY)
    for until, says in ((TODAY - timedelta(days=1), "in the past"), (TODAY + timedelta(days=61), "within 60 days")):
        with pytest.raises(Problem, match=says):
            refuse_until(until, TODAY)


def test_the_last_day_counts_and_an_ended_check_is_closed() -> None:
    assert is_open(TODAY, False, TODAY)
    assert not is_open(TODAY, True, TODAY)
    assert not is_open(TODAY - timedelta(days=1), False, TODAY)


def test_what_stands_in_the_way_is_said_in_a_sentence() -> None:
    assert in_the_way([], None, TODAY) == ""
    assert in_the_way([], TODAY - timedelta(days=1), TODAY) == ""
    assert "Agencies may still check the draft until 3 June 2026." in in_the_way([], TODAY, TODAY)
    said = in_the_way(["Police", "Housing", "Police"], None, TODAY)
    assert said.startswith("3 comments about accuracy have no answer yet (from Police, Housing).")

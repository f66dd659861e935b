"""A row that was hidden whole stays hidden when a later snapshot shows it: the two beside each other are looked at."""

from maap.domain.guessing import Seen, gives_away
from maap.domain.rounding import line


def test_a_later_row_does_not_open_an_earlier_one_that_was_hidden() -> None:
    """Four cases were hidden; five more came, and ten would be shown of one level: three or four of it were there."""
    first = line((4, 0))
    assert first.hidden
    assert gives_away((first.seen(4), Seen(9, (10, 0), 2)))
    assert line((9, 0), (first.seen(4),)).hidden


def test_a_hidden_row_of_two_cases_does_not_hide_its_row_for_ever() -> None:
    assert not line((40, 30), (line((1, 1)).seen(2),)).hidden

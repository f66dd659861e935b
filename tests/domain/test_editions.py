"""What is said beside an edition whose place a newer one took."""

from datetime import date

from maap.domain.editions import replaced_by, replaces

DAY = date(2026, 3, 3)


def test_an_edition_says_by_which_it_was_replaced() -> None:
    assert replaced_by(DAY) == "Replaced by the edition of 3 March 2026."


def test_it_says_when_the_newer_one_was_taken_back() -> None:
    assert replaced_by(DAY, out=False) == "Replaced by the edition of 3 March 2026, which was withdrawn since."


def test_the_newer_one_says_which_it_replaces() -> None:
    assert replaces(DAY) == "It replaces the edition of 3 March 2026."

"""What people typed is drawn letter for letter: an address among it is no link."""

import pytest

from maap.ui.words import plain


@pytest.mark.parametrize(
    "typed", ["http://example.org/x", "see https://example.org", "www.example.org", "a@example.org"]
)
def test_an_address_is_parted_by_a_joiner_so_that_no_reader_of_markdown_makes_it_a_link(typed: str) -> None:
    drawn = plain(typed).replace("\\", "")  # the reader takes the backslashes away before it looks for addresses
    assert not any(mark in drawn for mark in ("http:", "https:", "www.", "a@e"))
    assert drawn.replace("\u2060", "") == typed

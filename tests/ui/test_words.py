"""What people typed is drawn letter for letter: an address among it is no link."""

from datetime import UTC, datetime

import pytest

from maap.ui.words import aloud, on_badge, plain, stamp


@pytest.mark.parametrize(
    "typed", ["http://example.org/x", "see https://example.org", "www.example.org", "a@example.org"]
)
def test_an_address_is_parted_by_a_joiner_so_that_no_reader_of_markdown_makes_it_a_link(typed: str) -> None:
    drawn = plain(typed).replace("\\", "")  # the reader takes the backslashes away before it looks for addresses
    assert not any(mark in drawn for mark in ("http:", "https:", "www.", "a@e"))
    assert drawn.replace("\u2060", "") == typed


def test_a_label_that_is_read_out_holds_no_address_either() -> None:
    drawn = aloud("![a plan](http://example.org/x)")
    assert "http:" not in drawn
    assert drawn.replace("\u2060", "") == "! a plan (http://example.org/x)"


def test_the_name_of_an_icon_stays_a_name() -> None:
    typed = "Seen early :material/delete: and kept"
    for drawn in (plain(typed).replace("\\", ""), aloud(typed)):
        assert ":material/" not in drawn
        assert drawn.replace("\u2060", "") == typed


def test_a_badge_shows_brackets_without_backslashes() -> None:
    """Streamlit disarms them itself, and would show ours."""
    assert on_badge("Neglect [early] *") == "Neglect [early] \\*"


def test_a_moment_in_a_table_is_short_and_where_the_partnership_is() -> None:
    assert stamp(datetime(2026, 7, 3, 13, 2, tzinfo=UTC)) == "3 Jul 2026, 14:02"
    assert stamp(None) == ""

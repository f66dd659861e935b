"""What was named in how many cases: rounded by itself, by kinds of enough agencies, and safe beside each other."""

from maap.domain.rounding import line
from maap.domain.shared import TileKey
from maap.domain.shared_sides import NamedIn, beside_each_other, enough_agencies, sides_tile


def test_a_kind_is_a_row_from_three_agencies_on_none_of_which_is_nearly_all_of_it() -> None:
    assert enough_agencies([5, 5, 4])
    assert not enough_agencies([9, 9])
    assert not enough_agencies([9, 9, 0])
    assert not enough_agencies([20, 2, 2])


def test_a_row_is_shown_anew_only_once_five_cases_came_to_it() -> None:
    before = (line((12, 30)).seen(42),)
    assert all(line((12 + more, 30), before).hidden for more in range(1, 5))
    assert not line((17, 30), before).hidden
    assert not line((12, 30), before).hidden
    hidden = line((14, 30), before).seen(44)
    assert not line((17, 30), (*before, hidden)).hidden


def test_a_large_count_of_a_domain_does_not_open_the_small_ones_of_themes() -> None:
    """Two themes of one to seven cases, and a domain in about fifteen: each theme would be six or seven."""
    themes, of_themes = sides_tile(
        TileKey.THEMES, [NamedIn("a", "Consent", 40, 7, 0), NamedIn("b", "Escalation", 40, 7, 0)], {}
    )
    domains, of_domains = sides_tile(TileKey.DOMAINS, [NamedIn("voice", "Voice", 40, 14, 0)], {})
    assert domains.rows[0].line.parts == (15, 25)
    first, second = beside_each_other([themes, domains], of_themes | of_domains, {})
    assert first == themes
    assert second.rows[0].line.hidden
    assert "15" not in second.sentence


def test_tiles_that_open_nothing_stay_as_they_are() -> None:
    themes, of_themes = sides_tile(TileKey.THEMES, [NamedIn("a", "Consent", 40, 20, 5)], {})
    kinds, of_kinds = sides_tile(TileKey.KINDS, [NamedIn("health", "Health", 40, 20, 5)], {})
    assert beside_each_other([themes, kinds], of_themes | of_kinds, {}) == (themes, kinds)

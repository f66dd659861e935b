"""Themes are suggested by shared words and by meaning, and what people confirmed counts."""

from collections.abc import Sequence
from dataclasses import replace

from maap.domain.grouping import groups, in_words
from maap.domain.rightness import Rightness
from maap.domain.suggesting import Described, Suggester, terms

MINUTES = Described(1, "Sharing minutes", "Minutes reach every agency.", "Minutes came late.", ("circulation",))
CONSENT = Described(2, "Consent", "Families are asked for consent.", "Consent was recorded.", ("permission",))


def nothing_alike(texts: Sequence[str], others: Sequence[str]) -> list[list[float]]:
    """A likeness that knows nothing, so that words alone decide."""
    return [[0.0 for _ in others] for _ in texts]


def same_first_letter(texts: Sequence[str], others: Sequence[str]) -> list[list[float]]:
    """A likeness that one can see through."""
    return [[1.0 if text[:1] == other[:1] else 0.0 for other in others] for text in texts]


def _order(suggester: Suggester, text: str) -> list[int]:
    return [one.theme_id for one in suggester.suggest([text])[0]]


def test_a_theme_is_found_by_the_words_people_use_for_it_whatever_their_endings() -> None:
    suggester = Suggester([MINUTES, CONSENT], nothing_alike)
    assert _order(suggester, "The permissions were not noted.")[0] == 2
    assert _order(suggester, "No minute was circulated.")[0] == 1


def test_it_says_by_which_words_a_theme_was_found() -> None:
    (best, *_) = Suggester([MINUTES, CONSENT], nothing_alike).suggest(["Permission was asked for."])[0]
    assert best.theme_id == 2
    assert "permission" in best.shared


def test_meaning_decides_where_words_do_not() -> None:
    assert _order(Suggester([MINUTES, CONSENT], same_first_letter), "Circulars")[0] == 2


def test_what_people_confirmed_is_learnt_from() -> None:
    text = "The nursery never got the letter."
    before = _order(Suggester([CONSENT, MINUTES], nothing_alike), text)
    taught = replace(MINUTES, confirmed=("The nursery did not get a letter about the plan.",))
    assert before[0] == 2
    assert _order(Suggester([CONSENT, taught], nothing_alike), text)[0] == 1


def test_the_same_finding_always_gets_the_same_suggestions() -> None:
    suggester = Suggester([MINUTES, CONSENT], nothing_alike)
    assert suggester.suggest(["Nothing in common"] * 2)[0] == suggester.suggest(["Nothing in common"])[0]


def test_without_themes_or_findings_nothing_is_suggested() -> None:
    assert Suggester([], nothing_alike).suggest(["Anything"]) == [()]
    assert Suggester([MINUTES], nothing_alike).suggest([]) == []


def test_words_that_say_nothing_are_left_out() -> None:
    assert terms("The two minutes were not there") == terms("minute")


def test_alike_findings_stand_together_and_a_lone_one_in_no_group() -> None:
    likeness = [[1.0, 0.9, 0.1, 0.1], [0.9, 1.0, 0.1, 0.1], [0.1, 0.1, 1.0, 0.1], [0.1, 0.1, 0.1, 1.0]]
    assert groups(likeness) == [(0, 1)]


def test_a_chain_of_neighbours_is_no_group_when_its_ends_are_strangers() -> None:
    likeness = [[1.0, 0.6, 0.0], [0.6, 1.0, 0.5], [0.0, 0.5, 1.0]]
    assert groups(likeness, alike=0.4) == [(0, 1)]


def test_the_largest_group_comes_first() -> None:
    pairs = {(0, 1), (2, 3), (2, 4), (3, 4)}
    likeness = [[1.0 if a == b or (min(a, b), max(a, b)) in pairs else 0.0 for b in range(5)] for a in range(5)]
    assert groups(likeness) == [(2, 3, 4), (0, 1)]


def test_a_group_is_named_by_the_words_its_findings_share() -> None:
    assert in_words(["Old notes were locked.", "The notes stayed locked."])[:2] == ("notes", "locked")


def test_too_few_findings_say_nothing_about_how_right_suggestions_are() -> None:
    assert Rightness(4, 4, 4).sentence.startswith("Too few")
    assert "for 9 of 10 findings, and the very first for 7 of 10" in Rightness(10, 7, 9).sentence

"""Checks of the codebook, and what a merge or a split may not do; passages that are chosen in an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from maap.domain.codebook import Used, code, health, refuse_merge, refuse_split
from maap.domain.fitting import BadForm
from maap.domain.passages import passage, sentences
from maap.domain.problems import Problem

TYPED = {
    "name": "Consent",
    "group_id": 1,
    "audience": "both",
    "definition": "Asked openly.",
    "use_when": "It was sought.",
    "not_when": "Capacity is in doubt.",
    "words": "permission\n\n signed ",
    "examples": "",
    "active": True,
}


def _used(theme_id: int, *findings: int, returns: int = 0, defined: bool = True) -> Used:
    return Used(theme_id, f"Theme {theme_id}", frozenset(findings), returns, defined)


def _alike(n: int, *pairs: tuple[int, int]) -> list[list[float]]:
    return [[0.9 if (a, b) in pairs or (b, a) in pairs else 0.1 for b in range(n)] for a in range(n)]


def test_words_and_examples_are_one_on_each_line() -> None:
    assert code(TYPED, ()).words == ("permission", "signed")


def test_a_name_that_is_taken_is_refused() -> None:
    with pytest.raises(BadForm, match="already a theme"):
        code(TYPED, ["consent"])


def test_a_theme_with_few_findings_is_thin_and_one_with_none_is_not_used() -> None:
    found = health([_used(1, 1, 2), _used(2), _used(3, 3, 4, 5), _used(4, returns=2)], _alike(4))
    assert (found.thin, found.unused) == ((1,), (2,))


def test_themes_that_are_coded_together_overlap() -> None:
    found = health([_used(1, 1, 2, 3), _used(2, 1, 2, 3, 4), _used(3, 1)], _alike(3))
    assert [(one.one, one.other, one.both, one.of) for one in found.overlapping] == [(1, 2, 3, 4)]


def test_definitions_that_say_the_same_are_near_duplicates() -> None:
    found = health([_used(1, 1, 2, 3), _used(2, 4, 5, 6)], _alike(2, (0, 1)))
    assert [(one.one, one.other) for one in found.near_duplicates] == [(1, 2)]


def test_a_theme_that_does_not_say_when_to_use_it_is_named() -> None:
    assert health([_used(1, defined=False)], _alike(1)).undefined == (1,)


def test_a_healthy_codebook_asks_for_nothing() -> None:
    assert health([_used(1, 1, 2, 3)], _alike(1)).well


def test_a_theme_is_not_merged_with_itself() -> None:
    with pytest.raises(Problem, match="another theme"):
        refuse_merge(1, 1)


@pytest.mark.parametrize("chosen", [(), (1, 2), (3,)])
def test_a_split_moves_some_findings_and_never_all_or_those_of_another_theme(chosen: tuple[int, ...]) -> None:
    with pytest.raises(Problem):
        refuse_split(chosen, (1, 2))


def test_a_split_of_some_findings_is_let_through() -> None:
    refuse_split((1,), (1, 2))


def test_a_passage_runs_from_the_first_chosen_sentence_to_the_last_word_for_word() -> None:
    text = "One came.  Two came late.\nThree did not! Four?"
    assert sentences(text) == ("One came.", "Two came late.", "Three did not!", "Four?")
    assert passage(text, [2, 0]) == "One came.  Two came late.\nThree did not!"
    assert passage(text, []) == ""


@given(some.text(max_size=200), some.lists(some.integers(-2, 12)))
def test_a_passage_always_stands_in_the_answer(text: str, chosen: list[int]) -> None:
    assert passage(text, chosen) in text

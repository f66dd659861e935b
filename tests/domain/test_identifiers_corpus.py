"""The labelled sentences: what must be found, what must not be accused."""

from itertools import pairwise

import pytest

from maap.domain.identifiers import Lexicon, find, replaced
from maap.outside import words as shipped
from tests.benchmarks import identifiers as corpus

CERTAIN = ("nhs_number", "upn", "postcode", "email", "phone")
NUMBERS = (*CERTAIN, "ni_number", "vehicle", "birth_date", "initials_with_date")


@pytest.fixture(scope="module")
def words() -> Lexicon:
    return corpus.lexicon()


@pytest.mark.parametrize("half", ["dev", "heldout"])
def test_numbers_are_found(words: Lexicon, half: str) -> None:
    result = corpus.score(corpus.sentences(half), words)
    assert result.recall(*NUMBERS) >= 0.98, result.missed


@pytest.mark.parametrize("half", ["dev", "heldout"])
def test_names_and_schools_are_found(words: Lexicon, half: str) -> None:
    result = corpus.score(corpus.sentences(half), words)
    assert result.recall("name") >= 0.94, result.missed
    assert result.recall("school", "address") >= 0.94, result.missed


@pytest.mark.parametrize("half", ["dev", "heldout"])
def test_innocent_sentences_are_rarely_accused(words: Lexicon, half: str) -> None:
    result = corpus.score(corpus.sentences(half), words)
    assert result.false_alarms <= 0.03, result.accused


@pytest.mark.parametrize("half", ["dev", "heldout"])
def test_what_is_marked_is_nearly_always_an_identifier(words: Lexicon, half: str) -> None:
    result = corpus.score(corpus.sentences(half), words)
    assert result.wrong.total() <= 0.03 * result.found.total()
    assert not any(result.wrong[kind] for kind in CERTAIN)


def test_the_shipped_words_are_read_once() -> None:
    assert shipped.lexicon() is shipped.lexicon()
    assert "jade" in shipped.lexicon().first_names


def test_the_corpus_is_large_and_half_innocent() -> None:
    every = corpus.sentences()
    innocent = sum(not each.wanted for each in every)
    assert len(every) >= 500
    assert 0.45 <= innocent / len(every) <= 0.55
    assert len({each.text for each in every}) == len(every)


def test_replacing_every_mark_leaves_nothing_to_mark(words: Lexicon) -> None:
    left = []
    for each in corpus.sentences():
        clean = replaced(each.text, find(each.text, words))
        left += [(clean, mark.text) for mark in find(clean, words)]
    assert left == []


def test_marks_are_in_order_apart_and_hold_their_text(words: Lexicon) -> None:
    text = " ".join(each.text for each in corpus.sentences())
    marks = find(text, words)
    assert marks
    assert all(a.end <= b.start for a, b in pairwise(marks))
    assert all(text[mark.start : mark.end] == mark.text for mark in marks)


@pytest.mark.parametrize("unit", corpus.HOSTILE.values(), ids=corpus.HOSTILE.keys())
def test_time_grows_no_faster_than_the_text(words: Lexicon, unit: str) -> None:
    """Quadratic time would be sixteen times as long for four times the text."""
    short, long = ((unit * corpus.LENGTH)[:size] for size in (corpus.LENGTH // 4, corpus.LENGTH))
    assert corpus.seconds(long, words) < 9 * corpus.seconds(short, words) + 0.005


def test_a_long_answer_is_read_in_a_moment(words: Lexicon) -> None:
    text = (" ".join(each.text for each in corpus.sentences()) * 3)[: corpus.LENGTH]
    assert corpus.seconds(text, words) < 0.15

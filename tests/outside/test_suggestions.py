"""Suggestions measured on the labelled findings, and that they need nothing but this machine."""

import socket

import pytest

from maap.outside import meaning
from tests.benchmarks.suggestions import Book, learning, part


def test_the_right_theme_is_among_the_first_three_before_learning_and_more_often_after_50_confirmations() -> None:
    before, after = learning(Book(), draws=2)
    assert before.n >= 200
    assert before.three >= 0.85
    assert all(one.three > before.three for one in after)


def test_no_example_or_word_list_of_the_codebook_quotes_what_is_measured() -> None:
    told = {text for theme in Book().themes for text in theme.examples}
    assert told <= {one.text for one in part("tune")}
    measured = {one.text for one in part("test")}
    assert not measured & (told | {one.text for one in (*part("tune"), *part("practice"))})


def test_the_model_is_read_from_its_own_package_and_never_asks_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kinds: object) -> None:
        raise AssertionError("somebody asked the network")

    monkeypatch.setattr(socket, "socket", refuse)
    meaning._model.cache_clear()
    ((same, other),) = meaning.likeness(["Minutes came late."], ["Minutes came late.", "The dog barked."])
    assert same > 0.99 > other
    assert meaning.likeness([], ["anything"]) == []


def test_a_text_without_words_is_like_nothing() -> None:
    assert meaning.likeness([""], ["Minutes came late."]) == [[0.0]]

"""How hard a question is to read, and which words have a plainer one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maap.domain.reading_age import PLAINER, hard_words, reading_age, sentences, words

PLAIN = "Was the child seen alone? Did she say what she wants?"
HARD = (
    "Please ascertain whether multi-disciplinary assessment arrangements were appropriately commenced in conjunction "
    "with contemporaneous consideration of intergenerational vulnerabilities."
)


def test_a_plain_question_is_read_by_a_child_and_a_hard_one_only_by_a_graduate() -> None:
    assert reading_age(PLAIN) < 8
    assert reading_age(HARD) > 20


def test_a_long_sentence_is_harder_than_the_same_words_in_two() -> None:
    one = "The worker went to the home and the worker spoke to the child and the worker wrote it down the same day."
    two = "The worker went to the home and spoke to the child. The worker wrote it down the same day."
    assert reading_age(two) < reading_age(one)


@pytest.mark.parametrize("text", ["", "  ", "2026 / 14", "${child}"])
def test_no_words_have_no_reading_age(text: str) -> None:
    assert reading_age(text) == 0


def test_figures_and_answers_that_are_brought_in_are_no_words() -> None:
    assert words("In 2026, was ${child_name} seen 3 times?") == ["In", "was", "seen", "times"]


def test_lines_of_a_list_are_sentences_of_their_own() -> None:
    assert sentences("Consider:\nvisits\nphone calls") == ["Consider", "visits", "phone calls"]


def test_hard_words_are_named_once_each_with_a_plainer_one() -> None:
    text = "Whilst visiting prior to the meeting, and whilst in relation to it, utilise the tool."
    assert list(hard_words(text)) == [
        ("Whilst", "while"),
        ("prior to", "before"),
        ("in relation to", "about"),
        ("utilise", "use"),
    ]


def test_a_part_of_another_word_is_not_accused() -> None:
    assert list(hard_words("The terminated term of the determination; meanwhilst.")) == [("terminated", "ended")]


def test_what_is_proposed_is_never_itself_hard() -> None:
    assert [(hard, plain) for hard, plain in PLAINER.items() if list(hard_words(plain))] == []


@given(st.text(max_size=300))
def test_any_text_has_a_reading_age(text: str) -> None:
    assert reading_age(text) == 0 or reading_age(text) >= 5

"""What a person gives to a question is looked through, however deep their words stand, before it is stored."""

from datetime import date

import pytest

from maap.domain.giving import Given, MayIdentify, guard, texts
from maap.domain.identifiers import Identifiers, Lexicon
from maap.domain.problems import Problem

TODAY = date(2026, 3, 3)
WORDS = Lexicon(
    first_names=frozenset({"Connor", "Ellie"}), surnames=frozenset(), innocent=frozenset(), places=frozenset()
)
SURE, LIKELY = "The child, NHS number 943 476 5919, was seen.", "Mum said that Connor was asleep."


@pytest.mark.parametrize(
    "value, said",
    [
        ("one", ["one"]),
        (["one", "two"], ["one", "two"]),
        ({"a": "one", "b": ["two", {"c": "three"}]}, ["one", "two", "three"]),
        (None, []),
        (3, []),
        (True, []),
        ([{"a": 1, "b": None}], []),
    ],
)
def test_every_piece_of_text_is_looked_at(value: object, said: list[str]) -> None:
    assert texts(value) == said


@pytest.mark.parametrize("value", ["The plan was clear.", ["x", {"y": "It was seen."}], None, 4])
def test_words_that_tell_nobody_pass_with_and_without_a_reason(value: object) -> None:
    guard(value, "", WORDS, TODAY)
    guard(value, "it is about a place", WORDS, TODAY)


@pytest.mark.parametrize("deep", [lambda text: text, lambda text: [{"words": [text]}]])
def test_what_is_sure_is_refused_for_no_reason_and_for_any(deep: object) -> None:
    assert callable(deep)
    for reason in ("", "it is needed here"):
        with pytest.raises(Identifiers) as refused:
            guard(deep(f"{SURE} {LIKELY}"), reason, WORDS, TODAY)
        assert [mark.kind for mark in refused.value.marks] == ["nhs_number"], "only what is sure is refused"


def test_likely_words_are_asked_about_with_a_sentence_for_each() -> None:
    with pytest.raises(MayIdentify) as asked:
        guard([LIKELY, "Dad met Ellie."], "", WORDS, TODAY)
    assert [mark.text for mark in asked.value.marks] == ["Connor", "Ellie"]
    first, second = (mark.sentence for mark in asked.value.marks)
    assert str(asked.value) == (
        "This may show who somebody is, so it is not saved yet. Replace the words, or keep them and say why: "
        f"{first} {second}"
    )
    assert isinstance(asked.value, Problem)


@pytest.mark.parametrize("reason, enough", [("", False), ("dog", False), ("  dog   ", False), ("dogs", True)])
def test_a_reason_has_at_least_four_letters(reason: str, enough: bool) -> None:
    if enough:
        guard(LIKELY, reason, WORDS, TODAY)
    else:
        with pytest.raises(MayIdentify):
            guard(LIKELY, reason, WORDS, TODAY)


@pytest.mark.parametrize("value", [LIKELY, "The plan was clear.", None])
def test_a_reason_is_looked_through_too(value: object) -> None:
    with pytest.raises(Identifiers):
        guard(value, "because of 943 476 5919", WORDS, TODAY)


def test_nobody_has_to_give_a_reason() -> None:
    assert Given("notes", "x", 0).kept_because == ""

"""Conditions are put together from questions, comparisons and values, and read back from what was written."""

from datetime import date

import pytest

from maap.domain.checking import problems
from maap.domain.conditions import OFFERED, WITHOUT_VALUE, Condition, Test, read, said, written
from maap.domain.engine import route
from maap.domain.operands import driving, operands
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire

TODAY = date(2026, 3, 3)
SCALE = {
    "key": "s",
    "name": "S",
    "direction": "higher_is_better",
    "levels": [{"value": "good", "label": "Good", "rank": 1}],
}
QUESTIONS = [
    {"id": "heard", "kind": "yes_no", "label": "Was the child heard?", "extra": ["not_seen"]},
    {"id": "who", "kind": "choices", "label": "Who came?", "options": [{"value": "gp", "label": "The GP"}, {"value": "nurse", "label": "A nurse"}]},
    {"id": "visits", "kind": "number", "label": "How many visits?"},
    {"id": "first", "kind": "date", "label": "First contact"},
    {"id": "areas", "kind": "matrix", "label": "Areas", "scale": "s", "rows": [{"value": "plan", "label": "The plan"}]},
    {"id": "note", "kind": "note", "label": "Read this."},
    {"id": "words", "kind": "text", "label": "In your words"},
    {"id": "target", "kind": "text", "label": "Target"},
]  # fmt: skip


def form(condition: str = "") -> Questionnaire:
    questions = [{**one, "relevant": condition} if one["id"] == "target" else one for one in QUESTIONS]
    sections = [
        {"id": "extra", "title": "Extra", "optional": True, "questions": [{"id": "x", "kind": "text", "label": "X"}]},
        {"id": "main", "title": "Main", "questions": questions},
    ]
    return Questionnaire.model_validate(
        {"key": "k", "title": "T", "audience": "both", "scales": [SCALE], "sections": sections}
    )


def test_a_condition_may_look_at_what_is_answered_before() -> None:
    known = operands(form(), "target")
    assert list(known) == ["extra__picked", "x", "heard", "who", "visits", "first", "areas__plan", "words"]
    assert known["heard"].answers == {"yes": "Yes", "no": "No", "not_seen": "Not seen in file"}
    assert known["areas__plan"].label == "Areas: The plan"
    assert list(operands(form(), "main")) == ["extra__picked", "x"]


@pytest.mark.parametrize(
    ("name", "comparison", "value", "text", "words"),
    [
        ("heard", "is", "not_seen", "${heard} = 'not_seen'", "“Was the child heard?” is Not seen in file"),
        ("heard", "is_not", "yes", "${heard} != 'yes'", "“Was the child heard?” is not Yes"),
        ("who", "includes", "gp", "selected(${who}, 'gp')", "“Who came?” includes The GP"),
        ("who", "not_includes", "gp", "not(selected(${who}, 'gp'))", "“Who came?” does not include The GP"),
        ("visits", "more", "2", "${visits} > 2", "“How many visits?” is more than 2"),
        ("visits", "at_most", "2.5", "${visits} <= 2.5", "“How many visits?” is at most 2.5"),
        ("first", "more", "2026-01-31", "${first} > '2026-01-31'", "“First contact” is after 31 January 2026"),
        ("words", "answered", "", "${words} != ''", "“In your words” is answered"),
        ("words", "not_answered", "", "${words} = ''", "“In your words” is not answered"),
        ("areas__plan", "is", "good", "${areas__plan} = 'good'", "“Areas: The plan” is Good"),
        ("extra__picked", "is", "yes", "${extra__picked} = 'yes'", "Section “Extra” is picked is Yes"),
    ],
)
def test_a_comparison_is_written_said_and_read_back(
    name: str, comparison: str, value: str, text: str, words: str
) -> None:
    condition = Condition((Test(name, comparison, value),))
    assert written(condition, operands(form(), "target")) == text
    assert read(text) == condition
    assert said(text, form()) == words
    assert [found for found in problems(form(text)) if found.part == "target"] == []


def test_several_comparisons_are_joined_by_all_or_any() -> None:
    tests = (Test("heard", "is", "no"), Test("visits", "less", "3"), Test("who", "includes", "gp"))
    for joined in ("and", "or"):
        condition = Condition(tests, joined)  # type: ignore[arg-type]
        text = written(condition, operands(form(), "target"))
        assert read(text) == condition
    assert (
        said("${heard} = 'no' or ${visits} > 3", form())
        == "“Was the child heard?” is No or “How many visits?” is more than 3"
    )


@pytest.mark.parametrize(
    "text",
    [
        "${a} = 'x' and ${b} = 'y' or ${c} = 'z'",
        "string-length(${words}) > 20",
        "not(${heard} = 'yes')",
        "${a} = ${b}",
        "count-selected(${who}) > 1",
    ],
)
def test_what_says_more_than_all_or_any_is_left_as_it_is(text: str) -> None:
    assert read(text) is None
    assert said(text, form()) == text


def test_brackets_and_words_inside_texts_do_not_mislead() -> None:
    found = read("(${words} = 'this and that') or ((${heard} = \"no\"))")
    assert found == Condition((Test("words", "is", "this and that"), Test("heard", "is", "no")), "or")


def test_quotation_marks_in_a_value_are_kept_apart() -> None:
    known = operands(form(), "target")
    text = written(Condition((Test("words", "is", "the child's plan"),)), known)
    assert read(text) == Condition((Test("words", "is", "the child's plan"),))
    with pytest.raises(Problem, match="quotation marks"):
        written(Condition((Test("words", "is", "a 'b' \"c\""),)), known)


@pytest.mark.parametrize("value", ["", "many", "1 or 2", "1' or 'x"])
def test_a_number_is_compared_with_a_number_only(value: str) -> None:
    with pytest.raises(Problem, match="is not a number"):
        written(Condition((Test("visits", "more", value),)), operands(form(), "target"))


def test_every_comparison_that_is_offered_can_be_worked_out() -> None:
    known = operands(form(), "target")
    answers = {
        "heard": "no",
        "who": ["gp"],
        "visits": 3,
        "first": "2026-02-01",
        "areas": {"plan": "good"},
        "words": "w",
    }
    for operand in known.values():
        for comparison in OFFERED[operand.shape]:
            value = next(iter(operand.answers), {"number": "2", "date": "2026-01-01"}.get(operand.shape, "w"))
            test = Test(operand.name, comparison, "" if comparison in WITHOUT_VALUE else value)
            assert route(form(written(Condition((test,)), known)), answers, TODAY).asked


def test_the_questions_that_open_others_are_known() -> None:
    assert [question.id for question in driving(form("${heard} = 'no' and ${areas__plan} = 'good'"))] == [
        "heard",
        "areas",
    ]

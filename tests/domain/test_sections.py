"""A section that is answered once for each of several: its pages, its ids, and how often it is asked."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maap.domain.answers import BadAnswer
from maap.domain.engine import Route, check, route, wording
from maap.domain.questionnaire import Questionnaire
from maap.domain.sections import MOST_TIMES, Section, apart, laid_out, nth, numbered

TODAY = date(2026, 3, 3)


def form(**section: Any) -> Questionnaire:
    """How many children there are, and a section for each of them."""
    children = {
        "id": "children",
        "title": "The child",
        "each": "child",
        "questions": [
            {"id": "age", "kind": "number", "label": "How old?", "evidence": True},
            {"id": "alone", "kind": "yes_no", "label": "Seen alone at ${age}?", "relevant": "${age} > 4"},
        ],
    }
    start = {"id": "start", "title": "Start", "questions": [{"id": "many", "kind": "number", "label": "How many?"}]}
    close = {
        "id": "close",
        "title": "Close",
        "questions": [
            {"id": "older", "kind": "text", "label": "About ${age}?", "relevant": "count(${alone}) > 1"},
        ],
    }
    whole = {"key": "k", "title": "T", "audience": "children", "sections": [start, children | section, close]}
    return Questionnaire.model_validate(whole)


def taken(answers: dict[str, Any], **section: Any) -> Route:
    return route(form(**section), answers, TODAY)


def pages(answers: dict[str, Any], **section: Any) -> list[tuple[str, list[str]]]:
    """Every page with the ids that it asks."""
    found = taken(answers, **section).sections
    return [(one.section.id, [question.id for question in one.asked]) for one in found][1:-1]


def test_an_answer_says_how_often_a_section_is_asked() -> None:
    assert pages({"many": 2}, count="${many}") == [("children@1", ["age@1"]), ("children@2", ["age@2"])]
    assert pages({}, count="${many}") == []


def test_without_a_count_its_auditor_says_how_many_there_are() -> None:
    assert pages({}) == [("children", ["children__how_many"])]
    asked = pages({"children__how_many": 1})
    assert asked == [("children", ["children__how_many"]), ("children@1", ["age@1"])]


def test_each_of_several_has_its_own_condition() -> None:
    answers = {"many": 2, "age@1": 3, "age@2": 9}
    assert pages(answers, count="${many}") == [("children@1", ["age@1"]), ("children@2", ["age@2", "alone@2"])]


def test_answers_of_one_who_is_no_longer_counted_are_kept_and_hidden() -> None:
    answers = {"many": 1, "age@1": 3, "age@2": 9}
    assert taken(answers, count="${many}").hidden == {"age@2"}


def test_an_optional_section_is_picked_before_it_is_counted() -> None:
    assert taken({}, optional=True).sections[1].picked is False
    assert pages({"children__picked": "yes", "children__how_many": 1}, optional=True)[1][0] == "children@1"


@pytest.mark.parametrize(("many", "times"), [(0, 0), (2.7, 2), (-3, 0), (99, 3), ("x", 0)])
def test_a_section_is_asked_a_whole_number_of_times_up_to_its_most(many: object, times: int) -> None:
    assert taken({"many": many}, count="${many}", at_most=3).times == {"children": times}


def test_a_later_section_sees_what_was_said_of_each_of_them() -> None:
    answers = {"many": 2, "age@1": 7, "alone@1": "yes", "age@2": 9, "alone@2": "no"}
    found = taken(answers, count="${many}")
    (last,) = found.sections[-1].asked
    assert wording(last.label, form(count="${many}"), found) == "About 7, 9?"


def test_the_label_brings_in_that_ones_own_answer() -> None:
    whole, found = form(count="${many}"), taken({"many": 2, "age@1": 5, "age@2": 9}, count="${many}")
    assert wording(whole.question("alone@2").label, whole, found) == "Seen alone at 9?"


def test_an_answer_is_given_for_one_of_them_and_not_for_all() -> None:
    whole = form(count="${many}")
    assert check(whole, {"many": 2}, "age@2", 4, TODAY) == 4
    with pytest.raises(BadAnswer, match="not part of your questionnaire"):
        check(whole, {"many": 2}, "age", 4, TODAY)


def test_one_of_several_is_a_section_of_its_own() -> None:
    second = nth(form().sections[1], 2)
    assert (second.id, second.title, second.each, second.optional) == ("children@2", "Child 2: The child", "", False)
    assert [question.id for question in second.questions] == ["age@2", "alone@2"]
    assert second.questions[1].relevant == "${age} > 4", "a condition is read beside that one's own answers"


def test_every_page_of_a_section_in_order() -> None:
    several = form().sections[1]
    assert [page.id for page in laid_out(several, 2)] == ["children", "children@1", "children@2"]
    counted = several.model_copy(update={"count": "${many}"})
    assert [page.id for page in laid_out(counted, 2)] == ["children@1", "children@2"]
    assert laid_out(form().sections[0], 2) == (form().sections[0],)


def test_a_section_is_never_asked_more_often_than_is_possible() -> None:
    assert Section(id="s", title="S", each="child").most == MOST_TIMES
    assert Section(id="s", title="S", each="child", at_most=4).most == 4


@given(
    st.from_regex(r"[a-z][a-z0-9_]{0,10}[a-z0-9]", fullmatch=True).filter(lambda text: "__" not in text),
    st.integers(1, MOST_TIMES),
    st.sampled_from(["", "__evidence", "__picked"]),
)
def test_a_numbered_id_comes_apart_into_what_it_was_made_of(base: str, number: int, mark: str) -> None:
    assert apart(numbered(base + mark, number)) == (base + mark, number)
    assert apart(base + mark) == (base + mark, 0)

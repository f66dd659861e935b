"""The way through a questionnaire as pages read it, what may be saved on it, and labels that say earlier answers."""

from datetime import date
from typing import Any

import pytest

from maap.domain.engine import BadAnswer, check, route, wording
from maap.domain.questionnaire import Questionnaire

TODAY = date(2026, 3, 3)
OPTIONS = [{"value": "a", "label": "First"}, {"value": "b", "label": "Second"}]


def _form() -> Questionnaire:
    def asked(question_id: str, kind: str = "text", **facts: Any) -> dict[str, Any]:
        return {"id": question_id, "kind": kind, "label": f"{question_id}?", **facts}

    visits = [asked("seen_on", "date"), asked("noted", constraint=". != 'nothing'", constraint_message="Say more.")]
    first = [
        asked("note", "note"),
        asked("known", "yes_no"),
        asked("how", "choice", options=OPTIONS, relevant="${known} = 'yes'"),
        asked("why", need="wanted"),
        asked("more", need="optional"),
        asked("visits", "repeat", need="optional", at_most=2, questions=visits),
        asked("free", "repeat", need="optional", questions=[asked("said")]),
        asked("latest", "number", need="optional", constraint=". >= ${earliest}", constraint_message="Too early."),
        asked("twice", "calculated", formula="${earliest} * 2"),
    ]
    children = [asked("name", need="required"), asked("heard", "yes_no", need="optional")]
    return Questionnaire.model_validate(
        {
            "key": "k",
            "title": "T",
            "audience": "both",
            "sections": [
                {"id": "zero", "title": "Zero", "questions": [asked("earliest", "number", need="optional")]},
                {"id": "one", "title": "One", "questions": first},
                {"id": "child", "title": "Child", "each": "child", "questions": children},
            ],
        }
    )


def _ids(questions: Any) -> list[str]:
    return [question.id for question in questions]


def _given(question_id: str, value: object, **before: object) -> object:
    return check(_form(), before, question_id, value, TODAY)


def test_at_the_start_what_is_asked_what_is_missing_and_what_is_wished_for() -> None:
    taken = route(_form(), {}, TODAY)
    assert _ids(taken.asked) == [
        "earliest", "note", "known", "why", "more", "visits", "free", "latest", "twice", "child__how_many",
    ]  # fmt: skip
    assert _ids(taken.unanswered) == ["known", "child__how_many"]
    assert _ids(taken.wanted) == ["why"]
    assert (taken.complete, taken.progress, dict(taken.times)) == (False, 0.0, {"child": 0})
    assert (taken.answers, taken.hidden) == ({}, frozenset())
    assert [found.section.id for found in taken.sections] == ["zero", "one", "child"]


def test_on_the_way_what_was_answered_and_is_no_longer_asked_is_hidden() -> None:
    taken = route(_form(), {"known": "no", "how": "a", "why": "x", "gone": "x", "more": None, "earliest": 4}, TODAY)
    assert taken.hidden == {"how", "gone"}
    assert set(taken.answers) == {"known", "why", "earliest"}
    assert _ids(taken.wanted) == []
    assert (taken.complete, taken.progress) == (False, 0.5)
    assert taken.values["twice"] == 8


def test_at_the_end_nothing_is_missing() -> None:
    answers = {"known": "yes", "how": "b", "child__how_many": 2, "name@1": "A", "name@2": "B"}
    one_left = route(_form(), {**answers, "name@2": None}, TODAY)
    assert (one_left.complete, one_left.progress, _ids(one_left.unanswered)) == (False, 0.8, ["name@2"])
    taken = route(_form(), answers, TODAY)
    assert (taken.complete, taken.progress, dict(taken.times)) == (True, 1.0, {"child": 2})


def test_a_questionnaire_that_requires_nothing_is_done() -> None:
    question = {"id": "q", "kind": "text", "label": "Q?", "need": "optional"}
    sections = [{"id": "s", "title": "S", "questions": [question]}]
    empty = {"key": "k", "title": "T", "audience": "both", "sections": sections}
    taken = route(Questionnaire.model_validate(empty), {}, TODAY)
    assert (taken.complete, taken.progress) == (True, 1.0)


@pytest.mark.parametrize("value, fits", [(5, True), (4, True), (3, False)])
def test_a_rule_may_look_at_other_answers(value: int, fits: bool) -> None:
    if fits:
        assert _given("latest", str(value), earliest=4) == value
    else:
        with pytest.raises(BadAnswer, match="Too early"):
            _given("latest", value, earliest=4)
    assert _given("latest", None, earliest=4) is None, "it can always be cleared"


def test_each_entry_of_several_keeps_the_rule_of_its_own_question() -> None:
    kept = [{"seen_on": "2026-03-01", "noted": "well"}, {"seen_on": "2026-03-02", "noted": "tired"}]
    assert _given("visits", kept) == kept
    with pytest.raises(BadAnswer, match="Say more"):
        _given("visits", [*kept[:1], {"noted": "nothing"}])


def test_no_more_entries_are_taken_than_the_question_has_room_for() -> None:
    rows = [{"noted": str(n)} for n in range(3)]
    assert _given("visits", rows[:2]) == rows[:2]
    with pytest.raises(BadAnswer, match="^Give at most 2 entries. You have given 3.$"):  # noqa: RUF043
        _given("visits", rows)
    with pytest.raises(BadAnswer, match="Say more"):
        _given("visits", [*rows, {"noted": "nothing"}])
    many = [{"said": str(n)} for n in range(9)]
    assert _given("free", many) == many
    assert _given("visits", []) is None


def test_without_a_rule_too_many_entries_are_refused_as_well() -> None:
    told = _form().model_dump(mode="json")
    told["sections"][1]["questions"][6]["at_most"] = 1
    form = Questionnaire.model_validate(told)
    assert check(form, {}, "free", [{"said": "a"}], TODAY) == [{"said": "a"}]
    with pytest.raises(BadAnswer, match="Give at most 1 entries"):
        check(form, {}, "free", [{"said": "a"}, {"said": "b"}], TODAY)


@pytest.mark.parametrize("question_id", ["name", "nowhere", "name@31"])
def test_what_is_not_asked_by_that_name_is_refused(question_id: str) -> None:
    """A question about each child is answered as the first, the second … child's, never as everybody's."""
    said = "This question is not part of your questionnaire. Reload the page to see what is asked."
    with pytest.raises(BadAnswer) as refused:
        _given(question_id, "x", child__how_many=1)
    assert str(refused.value) == said


def _said(text: str, **answers: object) -> str:
    form = _form()
    return wording(text, form, route(form, answers, TODAY))


def test_a_label_says_earlier_answers_in_words() -> None:
    assert _said("Was it ${how}, and why?", known="yes", how="b") == "Was it Second, and why?"
    assert _said("It is ${twice}.", earliest=4) == "It is 8."
    assert _said("It costs $5 {how}.", how="b") == "It costs $5 {how}."


def test_what_is_not_answered_or_not_asked_is_said_so() -> None:
    assert _said("${why}") == "[not answered yet]"
    assert _said("${how}", known="no", how="b") == "[not answered yet]"
    assert _said("${nowhere}") == "[not asked]"


def test_answers_about_each_child_are_said_one_after_the_other() -> None:
    answers = {"child__how_many": 3, "name@1": "Ann", "name@3": "Cy"}
    assert _said("${name}", **answers) == "Ann, Cy"
    assert _said("${name}", **{**answers, "child__how_many": 1}) == "Ann"
    assert _said("${name}") == "[not answered yet]"
    assert _said("${child__how_many}", **answers) == "3"

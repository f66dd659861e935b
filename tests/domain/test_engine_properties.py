"""What holds for every questionnaire and every set of answers."""

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maap.domain.checking import problems
from maap.domain.engine import BadAnswer, check, route, said, wording
from maap.domain.expressions import BadExpression
from maap.domain.questionnaire import Questionnaire
from tests.domain.made_questionnaires import answers, anything, questionnaires

TODAY = date(2026, 3, 3)
often = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@often
@given(st.data())
def test_the_route_ends_and_is_the_same_every_time(data: st.DataObject) -> None:
    questionnaire = data.draw(questionnaires())
    given_answers = data.draw(answers(questionnaire))
    first = route(questionnaire, given_answers, TODAY)
    assert first == route(questionnaire, dict(reversed(given_answers.items())), TODAY)
    assert 0 <= first.progress <= 1
    assert first.complete == (not first.unanswered) == (first.progress == 1)
    assert all(question in first.asked for question in first.unanswered)


@often
@given(st.data())
def test_hidden_answers_never_count(data: st.DataObject) -> None:
    questionnaire = data.draw(questionnaires())
    given_answers = data.draw(answers(questionnaire))
    taken = route(questionnaire, given_answers, TODAY)
    without_hidden = {key: value for key, value in given_answers.items() if key not in taken.hidden}
    again = route(questionnaire, without_hidden, TODAY)
    assert again.hidden == frozenset()
    assert (again.asked, again.unanswered, again.values, again.sections) == (
        taken.asked,
        taken.unanswered,
        taken.values,
        taken.sections,
    )


@often
@given(st.data())
def test_what_check_accepts_is_stored_once_and_for_all_and_runs(data: st.DataObject) -> None:
    questionnaire = data.draw(questionnaires())
    kept: dict[str, Any] = {}
    for question in questionnaire.questions:
        given_value = data.draw(anything)
        try:
            value = check(questionnaire, kept, question.id, given_value, TODAY)
        except BadAnswer as refusal:
            assert str(refusal).endswith(".") or question.constraint_message  # noqa: PT017 (a sentence, or the author's own)
            continue
        if value is not None:
            assert check(questionnaire, kept, question.id, value, TODAY) == value
            kept[question.id] = value
            assert isinstance(said(question, value, questionnaire), str)
    taken = route(questionnaire, kept, TODAY)
    assert set(taken.answers) | taken.hidden == set(kept)
    assert all(wording(question.label, questionnaire, taken) for question in taken.asked)


@often
@given(questionnaires())
def test_what_the_form_check_passes_runs(questionnaire: Questionnaire) -> None:
    assert [finding for finding in problems(questionnaire) if finding.severity == "error"] == []
    route(questionnaire, {}, TODAY)


EXPRESSIONS = st.text("${}()'\" .,abq1<>=+-*/_[]@|:$ and or not selected", max_size=40)
PLACES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "the condition of a question": ({}, {"relevant": "?"}),
    "the condition of a section": ({"relevant": "?"}, {}),
    "how often a section is needed": ({"each": "child", "count": "?"}, {}),
    "the rule of an answer": ({}, {"constraint": "?"}),
    "what is worked out": ({}, {"kind": "calculated", "formula": "?"}),
    "a condition inside a group": (
        {},
        {"kind": "repeat", "questions": [{"id": "inner", "kind": "text", "label": "Inner", "relevant": "?"}]},
    ),
}


def _holding(place: str, expression: str) -> Questionnaire:
    """A questionnaire in which an expression stands in one place."""

    def put(part: Any) -> Any:
        if isinstance(part, dict):
            return {name: put(value) for name, value in part.items()}
        if isinstance(part, list):
            return [put(value) for value in part]
        return expression if part == "?" else part

    section, question = PLACES[place]
    first = {"id": "s1", "title": "S", "questions": [{"id": "q1", "kind": "text", "label": "One"}]}
    second = {"id": "s2", "title": "S", **section}
    second["questions"] = [{"id": "q2", "kind": "text", "label": "Two", **question}]
    whole = {"key": "k", "title": "T", "audience": "both", "sections": [first, second]}
    return Questionnaire.model_validate(put(whole))


def _run(questionnaire: Questionnaire) -> None:
    """Every expression of it, once."""
    row = {"q1": "a", "q2": [{"inner": "x"}] if questionnaire.question("q2").kind == "repeat" else "b"}
    route(questionnaire, row, TODAY)
    if questionnaire.question("q2").constraint:
        with suppress(BadAnswer):
            check(questionnaire, row, "q2", "b", TODAY)


@pytest.mark.parametrize("place", PLACES)
@often
@given(EXPRESSIONS.filter(str.strip))
def test_the_form_check_accepts_exactly_the_expressions_that_the_route_can_run(place: str, expression: str) -> None:
    questionnaire = _holding(place, expression)
    messages = [finding.message for finding in problems(questionnaire) if finding.severity == "error"]
    known = not any("refers to" in message or "stands for the answer" in message for message in messages)
    if messages and known:
        with pytest.raises(BadExpression):
            _run(questionnaire)
    else:
        _run(questionnaire)

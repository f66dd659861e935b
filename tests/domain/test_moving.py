"""A return goes over to a newer version of its questionnaire: what is kept, what no longer fits, what is new."""

from datetime import date
from typing import Any

import pytest

from maap.domain.moving import moving, refuse_incomparable
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire

TODAY = date(2026, 3, 3)
SCALE = {
    "key": "grade",
    "name": "Grade",
    "direction": "higher_is_better",
    "levels": [
        {"value": "good", "label": "Good", "rank": 2},
        {"value": "poor", "label": "Poor", "rank": 1},
    ],
}
OPTIONS = [{"value": value, "label": value.capitalize()} for value in ("daily", "weekly", "never")]
QUESTIONS: list[dict[str, Any]] = [
    {"id": "known", "kind": "yes_no", "label": "Was the adult known?", "extra": ["not_known"]},
    {"id": "seen", "kind": "choice", "label": "How often were they seen?", "options": OPTIONS},
    {"id": "plan", "kind": "grade", "scale": "grade", "domain": "timeliness", "label": "How timely was the plan?"},
    {"id": "visits", "kind": "number", "label": "How many visits?", "max": 20, "evidence": True},
    {"id": "well", "kind": "long_text", "label": "What worked well?", "need": "optional", "polarity": "strength"},
]


def form(*questions: dict[str, Any], version: int = 1, scale: dict[str, Any] | None = None, **facts: Any) -> Any:
    """An adults' questionnaire with one section."""
    section = {"id": "only", "title": "Only", "questions": list(questions)}
    whole = {"key": "small", "title": "Small", "audience": "adults", "version": version, "scales": [scale or SCALE]}
    whole |= {"domains": [{"key": "timeliness", "name": "Timeliness"}], "sections": [section]} | facts
    return Questionnaire.model_validate(whole)


def but(question_id: str, **changed: Any) -> list[dict[str, Any]]:
    """The questions, with one of them changed."""
    return [one | changed if one["id"] == question_id else one for one in QUESTIONS]


OLD = form(*QUESTIONS)
ANSWERS: dict[str, object] = {
    "known": "yes",
    "seen": "never",
    "plan": "good",
    "visits": 12,
    "visits__evidence": "Twelve entries.",
    "well": "The neighbour was heard.",
}
NEW = form(
    *but("seen", options=OPTIONS[:2])[:3],
    {"id": "visits", "kind": "text", "label": "Which visits were there?"},
    {"id": "home", "kind": "yes_no", "label": "Was the home seen?", "extra": ["not_known"]},
    version=2,
)
"""«Never» is no answer any more, visits are told in words, one question is gone, and one is new."""


def test_the_same_version_keeps_everything_and_asks_nothing() -> None:
    plan = moving(OLD, OLD, ANSWERS, TODAY)
    assert (set(plan.kept), plan.unfit, plan.asked) == (set(ANSWERS), (), ())


def test_what_no_longer_fits_is_named_with_its_answer_and_why() -> None:
    plan = moving(OLD, NEW, ANSWERS, TODAY)
    assert plan.kept == ("known", "plan")
    told = {one.question_id: (one.label, one.answer, one.why) for one in plan.unfit}
    assert told["well"] == ("What worked well?", "The neighbour was heard.", "The newer version no longer asks this.")
    assert told["visits"][1:] == ("12", "The kind of question was “Number” and is now “Short text”.")
    assert told["visits__evidence"][2] == "The newer version no longer has this evidence box."
    assert told["seen"][1:] == ("Never", "“Never” is no longer among its answers.")


def test_what_is_to_be_answered_is_what_is_new_and_what_lost_its_answer() -> None:
    plan = moving(OLD, NEW, ANSWERS, TODAY)
    assert plan.asked == ("How often were they seen?", "Which visits were there?", "Was the home seen?")


def test_a_question_that_nobody_has_answered_yet_is_not_called_new() -> None:
    assert moving(OLD, form(*QUESTIONS, version=2), {"known": "yes"}, TODAY).asked == ()


def test_short_and_long_text_take_each_others_words() -> None:
    plan = moving(OLD, form(*but("well", kind="text"), version=2), ANSWERS, TODAY)
    assert "well" in plan.kept


def test_a_number_beyond_the_new_limit_no_longer_fits() -> None:
    plan = moving(OLD, form(*but("visits", max=10), version=2), ANSWERS, TODAY)
    assert [(one.question_id, "10" in one.why) for one in plan.unfit] == [("visits", True)]


def test_an_answer_that_the_newer_version_hides_is_kept_and_not_counted() -> None:
    plan = moving(OLD, form(*but("well", relevant="${known} = 'no'"), version=2), ANSWERS, TODAY)
    assert "well" in plan.kept
    assert plan.route.hidden == {"well"}


def test_answers_that_were_cleared_do_not_move() -> None:
    plan = moving(OLD, NEW, {"known": None, "seen": None}, TODAY)
    assert (plan.kept, plan.unfit) == ((), ())


@pytest.mark.parametrize(
    ("newer", "said"),
    [
        (NEW.changed(key="another"), "another questionnaire"),
        (form(*but("plan", domain=""), version=2, domains=[]), "no longer asks about “Timeliness”"),
        (form(*QUESTIONS, version=2, scale=SCALE | {"levels": SCALE["levels"][:1]}), "in another way"),  # type: ignore[index]
        (form(*QUESTIONS, version=2, scale=SCALE | {"direction": "lower_is_better"}), "in another way"),
        (form(*[one for one in QUESTIONS if one["id"] != "plan"], version=2), "in another way"),
    ],
)
def test_a_version_whose_grades_cannot_be_counted_together_is_refused(newer: Questionnaire, said: str) -> None:
    with pytest.raises(Problem, match=said):
        refuse_incomparable(OLD, newer)


def test_a_version_that_asks_more_and_words_things_better_may_be_taken() -> None:
    better = [SCALE["levels"][0] | {"label": "Good practice"}, SCALE["levels"][1]]  # type: ignore[index]
    refuse_incomparable(OLD, NEW)
    refuse_incomparable(OLD, form(*QUESTIONS, version=2, scale=SCALE | {"levels": better}))

"""Scores of answers, rolled up for each section and for the whole, as the author says."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maap.domain.engine import route
from maap.domain.questionnaire import Questionnaire
from maap.domain.scoring import Score, can_score, scores
from maap.domain.scoring_ways import NEUTRAL, RULES, WAYS

TODAY = date(2026, 3, 3)
LEVELS = [
    {"value": "met", "label": "Met", "rank": 2, "score": 4},
    {"value": "partly", "label": "Partly met", "rank": 1, "score": 1},
    {"value": "not_seen", "label": "Not seen"},
]
OPTIONS = [
    {"value": "plan", "label": "A plan", "score": 2},
    {"value": "visit", "label": "A visit", "score": 3},
    {"value": "delay", "label": "A delay", "score": -1},
    {"value": "none", "label": "None of these"},
]


def form(roll_up: str = "", own: str = "", **section: Any) -> Questionnaire:
    """A graded question, a list of several, a matrix, and a text that has no score."""
    questions = [
        {"id": "grade", "kind": "grade", "scale": "met", "label": "Grade"},
        {"id": "seen", "kind": "choices", "label": "What was there?", "options": OPTIONS},
        {"id": "areas", "kind": "matrix", "scale": "met", "label": "Areas", "rows": [
            {"value": "risk", "label": "Risk"}, {"value": "wishes", "label": "Wishes"}]},
        {"id": "said", "kind": "text", "label": "Said"},
    ]  # fmt: skip
    scale = {"key": "met", "name": "Met", "direction": "higher_is_better", "levels": LEVELS}
    sections = [{"id": "practice", "title": "Practice", "questions": questions, "roll_up": own} | section]
    whole = {"key": "k", "title": "T", "audience": "adults", "scales": [scale], "sections": sections}
    return Questionnaire.model_validate(whole | {"roll_up": roll_up})


def of(questionnaire: Questionnaire, answers: dict[str, Any]) -> tuple[Score, ...]:
    return scores(questionnaire, route(questionnaire, answers, TODAY))


ANSWERS = {"grade": "partly", "seen": ["plan", "delay"], "areas": {"risk": "met", "wishes": "not_seen"}, "said": "Yes."}


@pytest.mark.parametrize(
    ("way", "value", "most"),
    [
        ("lowest", -1, None),
        ("highest", 4, None),
        ("sum", 6, 13),
        ("mean", 1.5, None),
        ("share", 6, 13),
    ],
)
def test_each_way_comes_to_its_own_result(way: str, value: float, most: float | None) -> None:
    section, whole = of(form(way), ANSWERS)
    assert (section.title, section.value, section.most) == ("Practice", value, most)
    assert (whole.title, whole.value, whole.most) == ("", value, most)


def test_every_way_has_a_name_and_a_rule_beside_its_result() -> None:
    assert WAYS.keys() == RULES.keys()
    for way in WAYS:
        assert of(form(way), ANSWERS)[0].rule == f"{RULES[way]} {NEUTRAL}"


def test_the_result_is_said_in_words() -> None:
    assert of(form("share"), ANSWERS)[0].words == "6 of 13 points (46%)"
    assert of(form("sum"), ANSWERS)[0].words == "6 of 13 points"
    assert of(form("mean"), ANSWERS)[0].words == "1.5"


def test_a_neutral_answer_is_left_out_and_counted_as_such() -> None:
    section = of(form("sum"), {"grade": "not_seen", "seen": ["visit"]})[0]
    assert (section.value, section.most, section.answers, section.neutral) == (3, 5, 1, 1)


def test_nothing_with_a_score_yet_is_said_so() -> None:
    section = of(form("share"), {"grade": "not_seen"})[0]
    assert (section.value, section.most, section.words) == (None, None, "No answer with a score yet")


def test_nothing_is_rolled_up_where_the_author_does_not_say_how() -> None:
    assert of(form(), ANSWERS) == ()


def test_a_sections_own_way_goes_before_the_questionnaires() -> None:
    section, whole = of(form("sum", own="lowest"), ANSWERS)
    assert (section.way, section.value, whole.way, whole.value) == ("lowest", -1, "sum", 6)
    (only,) = of(form(own="highest"), ANSWERS)
    assert (only.title, only.value) == ("Practice", 4)


def test_a_hidden_answer_has_no_score() -> None:
    assert of(form("sum", relevant="1 > 2"), ANSWERS) == ()


def test_each_of_several_has_its_own_score() -> None:
    answers = {"practice__how_many": 2, "grade@1": "met", "grade@2": "partly"}
    found = of(form("sum", each="adult"), answers)
    assert [(one.title, one.value) for one in found] == [("Adult 1: Practice", 4), ("Adult 2: Practice", 1), ("", 5)]


def test_only_a_question_with_scored_answers_can_have_a_score() -> None:
    whole = form()
    assert [question.id for question in whole.questions if can_score(whole, question)] == ["grade", "seen", "areas"]


@given(
    st.lists(st.sampled_from(["plan", "visit", "delay", "none"]), unique=True, min_size=1),
    st.sampled_from(["met", "partly"]),
)
def test_a_share_is_never_more_than_could_be_had(seen: list[str], grade: str) -> None:
    section = of(form("share"), {"seen": seen, "grade": grade})[0]
    assert section.value is not None
    assert section.most is not None
    assert section.value <= section.most

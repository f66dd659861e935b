"""A return as a workbook: what stands in its cells means the same answers again, and differences are found."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maap.domain.answers import BadAnswer, stored
from maap.domain.asked_when import asked_when
from maap.domain.engine import route
from maap.domain.identifiers import Lexicon
from maap.domain.questionnaire import Questionnaire
from maap.domain.workbook import Brought, Code, Page, lines, sheets
from maap.domain.workbook_return import Difference, NotThisReturn, answered_ids, compare, must_fit, seen
from tests.domain.made_questionnaires import answers, questionnaires

TODAY = date(2026, 3, 3)
WORDS = Lexicon(frozenset({"connor"}), frozenset(), frozenset(), frozenset())
THEMES = {"voice": "The child's voice (Practice)", "consent": "Consent (Practice)"}
LEVELS = [{"value": "good", "label": "Good", "rank": 2}, {"value": "poor", "label": "Poor", "rank": 1}]
SERVICES = [{"value": "early_help", "label": "Early help"}, {"value": "plan", "label": "A plan, or a review"}]
QUESTIONS: list[dict[str, Any]] = [
    {"id": "known", "kind": "yes_no", "label": "Was the child known?", "extra": ["not_seen"], "evidence": True},
    {"id": "why", "kind": "text", "label": "Why not?", "relevant": "${known} = 'no'", "max_words": 5},
    {"id": "services", "kind": "choices", "label": "Which services?", "options": SERVICES},
    {"id": "visits", "kind": "number", "label": "How many visits?", "min": 0, "constraint": ". != 13"},
    {"id": "first", "kind": "date", "label": "When was the first?"},
    {"id": "others", "kind": "dates", "label": "When were the others?"},
    {"id": "grade", "kind": "grade", "scale": "grade", "label": "How good was it?"},
    {"id": "parts", "kind": "matrix", "scale": "grade", "label": "Each part", "rows": SERVICES},
    {"id": "strengths", "kind": "themes", "polarity": "strength", "label": "Strengths"},
    {"id": "words", "kind": "long_text", "label": "In your words"},
    {
        "id": "recommendations",
        "kind": "repeat",
        "label": "Recommendations",
        "questions": [
            {"id": "what", "kind": "text", "label": "What?"},
            {"id": "by", "kind": "date", "label": "By when?"},
        ],
    },
]
FORM = Questionnaire.model_validate(
    {
        "key": "f",
        "title": "F",
        "audience": "children",
        "scales": [{"key": "grade", "name": "Grade", "direction": "higher_is_better", "levels": LEVELS}],
        "sections": [
            {"id": "facts", "title": "Facts", "questions": QUESTIONS},
            {
                "id": "more",
                "title": "More",
                "optional": True,
                "questions": [{"id": "extra", "kind": "text", "label": "Anything else?"}],
            },
        ],
    }
)
ANSWERS: dict[str, object] = {
    "known": "yes",
    "known__evidence": "Seen in the file.\nTwice.",
    "services": ["plan"],
    "visits": 3,
    "first": "2026-03-01",
    "others": ["2026-01-02", "2026-02-03"],
    "grade": "good",
    "parts": {"early_help": "poor", "plan": "good"},
    "strengths": ["consent"],
    "words": "=1+1 is not a sum.",
    "recommendations": [{"what": "Ask again", "by": "2026-06-01"}],
    "more__picked": "yes",
}


def page(answered: dict[str, object], form: Questionnaire = FORM) -> Page:
    """A return with these answers."""
    return Page(form, route(form, answered, TODAY), answered, THEMES)


def brought(of: Page, changed: dict[str, object] | None = None, revisions: dict[str, int] | None = None) -> Brought:
    """A workbook of the return, come back with some cells changed."""
    made = sheets(of)
    code = Code(
        audit="A", case="A-01", return_id=1, form="f", seen=seen(of, revisions or {}), sheets=tuple(map(lines, made))
    )
    cells = [cell for sheet in made for row in sheet.rows for cell in (row.answer, row.evidence) if cell]
    return Brought(code, {cell.path: cell.shown for cell in cells} | (changed or {}))


def differences(of: Page, back: Brought, **revisions: int) -> dict[str, Difference]:
    """What differs, by question."""
    return {one.question_id: one for one in compare(of, revisions, back, WORDS, TODAY)}


def test_a_workbook_that_nobody_touched_changes_nothing() -> None:
    assert differences(page(ANSWERS), brought(page(ANSWERS))) == {}


@pytest.mark.parametrize("question", list(ANSWERS))
def test_each_kind_of_answer_comes_back_as_it_was(question: str) -> None:
    empty = page({})
    back = replace(brought(page(ANSWERS)), code=brought(empty).code)
    assert differences(empty, back)[question].value == ANSWERS[question]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_any_questionnaire_with_any_answers_comes_back_unchanged(data: st.DataObject) -> None:
    form = data.draw(questionnaires())
    given_answers: dict[str, object] = {}
    for key, value in data.draw(answers(form)).items():
        try:
            given_answers[key] = stored(form.question(key), value, form)
        except (BadAnswer, KeyError):
            continue
    answered = {key: value for key, value in given_answers.items() if value is not None}
    of = Page(form, route(form, answered, TODAY), answered, {"good": "Good", "yes": "Yes", "2.5": "Half"})
    back = brought(of)
    assert compare(of, {}, back, WORDS, TODAY) == ()
    empty = Page(form, route(form, {}, TODAY), {}, of.themes)
    found = {
        one.question_id: one.value for one in compare(empty, {}, replace(back, code=brought(empty).code), WORDS, TODAY)
    }
    likely = {key: value for key, value in answered.items() if form.question(key).kind != "themes"}
    assert {key: found.get(key) for key in likely} == likely


@pytest.mark.parametrize(
    "path, cell, question, value",
    [
        ("known", "  not SEEN in file ", "known", "not_seen"),
        ("services/early_help", "x", "services", ["early_help"]),
        ("first", datetime(2026, 3, 2), "first", "2026-03-02"),
        ("first", "2/3/2026", "first", "2026-03-02"),
        ("others", "3 March 2026; 1/2/2026", "others", ["2026-02-01", "2026-03-03"]),
        ("visits", "12", "visits", 12),
        ("words", 12, "words", "12"),
        ("strengths/2", "the child's voice (practice)", "strengths", ["voice"]),
        ("recommendations/3/what", "Listen", "recommendations", [{"what": "Listen"}]),
    ],
)
def test_what_people_type_is_understood(path: str, cell: object, question: str, value: object) -> None:
    assert differences(page({}), brought(page({}), {path: cell}))[question].value == value


@pytest.mark.parametrize(
    "path, cell, says",
    [
        ("known", "Perhaps", "not one of the answers"),
        ("services/plan", "maybe", "Choose “Yes”"),
        ("visits", "many", "in figures"),
        ("visits", 13, "does not fit the rule"),
        ("first", "soon", "not a date"),
        ("why", "one two three four five six", "at most 5 words"),
        ("words", "The NHS number is 943 476 5919.", "NHS number"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(path: str, cell: object, says: str) -> None:
    (found,) = differences(page({}), brought(page({}), {path: cell})).values()
    assert says in found.refused


def test_a_likely_name_needs_a_reason_and_other_words_are_offered() -> None:
    found = differences(page({}), brought(page({}), {"words": "Mum said Connor slept."}))["words"]
    assert "Connor" in found.doubt
    assert found.replacement == "Mum said the child slept."
    assert not found.refused


def test_an_answer_changed_on_both_sides_is_a_clash_with_both_values() -> None:
    back = brought(page({"grade": "good"}), {"words": "Mine", "grade": "Poor"}, {"grade": 1})
    now = page({"grade": "good", "words": "Theirs"})
    found = differences(now, back, grade=1, words=1)
    assert (found["words"].clash, found["words"].brought, found["words"].saved) == (True, "Mine", "Theirs")
    assert (found["grade"].clash, found["grade"].seen) == (False, 1)


def test_an_answer_changed_on_the_page_alone_stays_as_it_is() -> None:
    back = brought(page({"grade": "good"}), revisions={"grade": 1})
    assert differences(page({"grade": "poor"}), back, grade=2) == {}


def test_the_same_answer_on_both_sides_is_no_difference() -> None:
    back = brought(page({}), {"grade": "Poor"})
    assert differences(page({"grade": "poor"}), back, grade=1) == {}


def test_an_emptied_cell_is_shown_as_a_cleared_answer() -> None:
    found = differences(page(ANSWERS), brought(page(ANSWERS), {"grade": None}))["grade"]
    assert (found.cleared, found.saved) == (True, "Good")


def test_an_answer_that_is_not_asked_is_marked_as_not_counted() -> None:
    found = differences(page({}), brought(page({}), {"known": "Yes", "why": "Nobody asked"}))
    assert found["why"].hidden
    assert not found["known"].hidden


def test_a_workbook_of_another_return_or_version_is_refused() -> None:
    code = brought(page({})).code
    with pytest.raises(NotThisReturn, match="about case A-01"):
        must_fit(code, 2, "A-02", "f")
    with pytest.raises(NotThisReturn, match="another agency"):
        must_fit(code, 2, "A-01", "f")
    with pytest.raises(NotThisReturn, match="questionnaire has changed"):
        must_fit(code, 1, "A-01", "g")


def test_everything_that_can_be_answered_has_a_cell() -> None:
    assert set(ANSWERS) - {"why"} <= set(answered_ids(FORM))
    paths = {path.split("/")[0] for path in brought(page({})).cells}
    assert paths == set(answered_ids(FORM))


@pytest.mark.parametrize(
    "condition, says",
    [
        ("", ""),
        ("${known} = 'no'", "Only asked if “Was the child known?” is “No”."),
        ("selected(${services}, 'plan')", "Only asked if “Which services?” includes “A plan, or a review”."),
        (
            "not(selected(${services}, 'plan'))",
            "Only asked if “Which services?” does not include “A plan, or a review”.",
        ),
        (
            "${visits} > 2 and ${grade} != ''",
            "Only asked if “How many visits?” is more than 2 and “How good was it?” is answered.",
        ),
        ("count(${recommendations}) > 1", "Only asked in some cases."),
        ("${visits} > 2 and (${grade} != '' or ${known} = 'no')", "Only asked in some cases."),
    ],
)
def test_simple_conditions_are_said_in_words(condition: str, says: str) -> None:
    assert asked_when(condition, FORM).startswith(says)
    assert bool(asked_when(condition, FORM)) == bool(condition)

"""One answer at a time: what is stored, what is refused, and how it is said."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from maap.domain.engine import BadAnswer, check, route, said
from maap.domain.questionnaire import Questionnaire
from maap.domain.walk import Walk

TODAY = date(2026, 3, 3)
OPTIONS = [{"value": "a", "label": "First"}, {"value": "b", "label": "Second"}]
LEVELS = [{"value": "good", "label": "Good", "rank": 1}, {"value": "na", "label": "Not applicable"}]
SCALE = {"key": "g", "name": "Grades", "direction": "higher_is_better", "levels": LEVELS}
ROWS = [{"value": "r1", "label": "Row one"}, {"value": "r2", "label": "Row two"}]


def asking(kind: str, **particulars: Any) -> Questionnaire:
    """A questionnaire with one question, called q."""
    question = {"id": "q", "kind": kind, "label": "Q?", **particulars}
    sections = [{"id": "s", "title": "S", "questions": [question]}]
    return Questionnaire.model_validate(
        {"key": "k", "title": "T", "audience": "both", "scales": [SCALE], "sections": sections}
    )


def stored(questionnaire: Questionnaire, given: object) -> object:
    return check(questionnaire, {}, "q", given, TODAY)


@pytest.mark.parametrize(
    ("kind", "particulars", "given", "kept", "words"),
    [
        ("choice", {"options": OPTIONS}, "b", "b", "Second"),
        ("choices", {"options": OPTIONS}, ["b", "a", "b"], ["a", "b"], "First, Second"),
        ("yes_no", {"extra": ["not_seen"]}, "not_seen", "not_seen", "Not seen in file"),
        ("grade", {"scale": "g"}, "good", "good", "Good"),
        ("matrix", {"scale": "g", "rows": ROWS}, {"r2": "na", "r1": ""}, {"r2": "na"}, "Row two: Not applicable"),
        ("number", {"unit": "days"}, " 1,200 ", 1200, "1200 days"),
        ("number", {"whole": False}, "3.50", 3.5, "3.5"),
        ("number", {}, 4.0, 4, "4"),
        ("date", {}, "3 March 2026", "2026-03-03", "3 March 2026"),
        ("date", {}, "3/3/2026", "2026-03-03", "3 March 2026"),
        ("date", {}, date(2026, 3, 3), "2026-03-03", "3 March 2026"),
        ("dates", {}, ["2026-03-04", "1 Feb 2026"], ["2026-02-01", "2026-03-04"], "1 February 2026, 4 March 2026"),
        ("text", {}, "  two\nwords\x00 ", "two words", "two words"),
        ("long_text", {}, "one\r\ntwo", "one\ntwo", "one\ntwo"),
        ("themes", {"polarity": "area"}, ["supervision", "supervision"], ["supervision"], "supervision"),
    ],
)
def test_what_is_given_is_stored_plainly_and_said_in_words(
    kind: str, particulars: dict[str, Any], given: object, kept: object, words: str
) -> None:
    questionnaire = asking(kind, **particulars)
    assert stored(questionnaire, given) == kept
    assert said(questionnaire.question("q"), kept, questionnaire) == words


@pytest.mark.parametrize(
    ("kind", "particulars", "given", "sentence"),
    [
        ("choice", {"options": OPTIONS}, "c", "not one of the answers"),
        ("choices", {"options": OPTIONS}, ["a", "c"], "not one of the answers"),
        ("yes_no", {}, "partly", "not one of the answers"),
        ("grade", {"scale": "g"}, "excellent", "not one of the answers"),
        ("matrix", {"scale": "g", "rows": ROWS}, {"r9": "good"}, "not part of this question"),
        ("number", {}, "many", "in figures"),
        ("number", {}, True, "in figures"),
        ("number", {}, "2.5", "whole number"),
        ("number", {"min": 0, "max": 10, "unit": "days"}, 11, "from 0 to 10 days"),
        ("number", {"min": 1}, 0, "1 or more"),
        ("number", {"whole": False}, float("nan"), "too large"),
        ("date", {}, "31 February 2026", "not a date"),
        ("text", {"max_words": 2}, "one two three", "You have used 3"),
        ("themes", {"polarity": "area", "at_most": 1}, ["x", "y"], "at most 1"),
        ("note", {}, "anything", "there to read"),
        ("calculated", {"formula": "1"}, "2", "there to read"),
        ("text", {"constraint": "regex(., '[A-Z]+')", "constraint_message": "Use capitals."}, "abc", "Use capitals"),
        ("text", {"constraint": ". != 'x'"}, "x", "does not fit the rule"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(
    kind: str, particulars: dict[str, Any], given: object, sentence: str
) -> None:
    with pytest.raises(BadAnswer, match=sentence):
        stored(asking(kind, **particulars), given)


@pytest.mark.parametrize("nothing", [None, "", [], {}])
@pytest.mark.parametrize("kind", ["text", "number", "date", "dates", "themes", "yes_no"])
def test_nothing_clears_an_answer(kind: str, nothing: object) -> None:
    assert stored(asking(kind, **({"polarity": "area"} if kind == "themes" else {})), nothing) is None


def test_a_question_of_another_agency_is_refused() -> None:
    questionnaire = asking("text", agencies=["police"]).for_agency("health")
    with pytest.raises(BadAnswer, match="not part of your questionnaire"):
        stored(questionnaire, "x")


def test_an_answer_of_an_older_version_is_said_as_it_was_stored() -> None:
    questionnaire = asking("choice", options=OPTIONS)
    assert said(questionnaire.question("q"), "gone", questionnaire) == "gone"


def test_progress_counts_required_questions_only() -> None:
    questions = [
        {"id": f"q{number}", "kind": "text", "label": f"Q{number}", "need": need}
        for number, need in enumerate(["required", "required", "required", "required", "wanted", "optional"])
    ]
    questionnaire = Questionnaire.model_validate(
        {"key": "k", "title": "T", "audience": "both", "sections": [{"id": "s", "title": "S", "questions": questions}]}
    )
    assert route(questionnaire, {"q0": "x", "q4": "x"}, TODAY).progress == 0.25


class Counted(dict[str, object]):
    """Answers that count how often each is looked at."""

    looks: Counter[str]

    def get(self, key: str, default: object = None) -> object:
        self.looks[key] += 1
        return super().get(key, default)


def test_each_condition_is_worked_out_at_most_once() -> None:
    questions = [{"id": "q0", "kind": "yes_no", "label": "Q"}] + [
        {"id": f"q{n}", "kind": "yes_no", "label": "Q", "relevant": f"${{q{n - 1}}} = 'yes'"} for n in range(1, 9)
    ]
    questionnaire = Questionnaire.model_validate(
        {"key": "k", "title": "T", "audience": "both", "sections": [{"id": "s", "title": "S", "questions": questions}]}
    )
    seen = Counted()
    seen.looks = Counter()
    walk = Walk(questionnaire, {f"q{n}": "yes" for n in range(9)}, TODAY, seen=seen)
    walk.sections()
    assert seen.looks == {f"q{n}": 1 for n in range(8)}

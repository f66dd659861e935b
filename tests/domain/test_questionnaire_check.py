"""The form check finds what would go wrong, and says where."""

from typing import Any

import pytest

from maap.domain.checking import problems
from maap.domain.questionnaire import CORE_DOMAINS, Questionnaire


def form(*questions: dict[str, Any], **more: Any) -> Questionnaire:
    made = [{"kind": "text", "label": f"Question {number}?", **question} for number, question in enumerate(questions)]
    section = {"id": "s", "title": "Section", "questions": made, **more.pop("section", {})}
    whole = {"key": "k", "title": "T", "audience": "both", "sections": [section], **more}
    return Questionnaire.model_validate(whole)


def found(questionnaire: Questionnaire) -> list[tuple[str, str, str]]:
    return [(finding.severity, finding.part, finding.field) for finding in problems(questionnaire)]


def test_a_sound_form_has_no_findings() -> None:
    assert found(form({"id": "a"}, {"id": "b", "relevant": "${a} != ''"})) == []


@pytest.mark.parametrize(
    ("question", "field", "words"),
    [
        ({"id": "a"}, "id", "used twice"),
        ({"id": "meta"}, "id", "file format"),
        ({"id": "b", "relevant": "${c} = 1"}, "relevant", "not in the questionnaire"),
        ({"id": "b", "relevant": "${z} = 1"}, "relevant", "asked later"),
        ({"id": "b", "relevant": "${b} = 1"}, "relevant", "loop"),
        ({"id": "b", "kind": "calculated", "formula": "${b} + 1"}, "formula", "loop"),
        ({"id": "b", "relevant": ". = 1"}, "relevant", "constraints only"),
        ({"id": "b", "relevant": "indexed-repeat(${a}, 1)"}, "relevant", "indexed-repeat"),
        ({"id": "b", "constraint": "${z} > .", "constraint_message": "M."}, "constraint", "asked later"),
        ({"id": "b", "label": "About ${z}?"}, "label", "asked later"),
        ({"id": "b", "label": "About ${a?"}, "label", "not closed"),
        ({"id": "b", "kind": "grade", "scale": "none"}, "scale", "not defined"),
        ({"id": "b", "domain": "nowhere"}, "domain", "not defined"),
        ({"id": "b", "kind": "number", "min": 5, "max": 1}, "min", "greater than"),
        (
            {"id": "b", "kind": "choice", "options": [{"value": "x", "label": "X"}, {"value": "x", "label": "Y"}]},
            "options",
            "there twice",
        ),
    ],
)
def test_an_error_stops_the_form(question: dict[str, Any], field: str, words: str) -> None:
    questionnaire = form({"id": "a"}, question, {"id": "z"})
    errors = [finding for finding in problems(questionnaire) if finding.severity == "error"]
    assert [(finding.part, finding.field) for finding in errors] == [(question["id"], field)]
    assert words in errors[0].message


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ({"id": "b", "kind": "yes_no"}, "extra"),
        ({"id": "b", "relevant": "false()"}, "relevant"),
        ({"id": "b", "relevant": "${yn} = 'maybe'"}, "relevant"),
        ({"id": "b", "relevant": "${police} = 'x'"}, "relevant"),
        ({"id": "b", "relevant": "${panel} = 'x'"}, "relevant"),
        ({"id": "b", "label": "What is the name of the social worker?"}, "label"),
        ({"id": "b", "label": "Who was the key worker?"}, "label"),
        ({"id": "b", "label": "What is the child's date of birth?"}, "label"),
        ({"id": "b", "label": "question 0?"}, "label"),
        ({"id": "b", "label": "word " * 40}, "label"),
        ({"id": "b", "constraint": ". != 'x'"}, "constraint_message"),
    ],
)
def test_advice_improves_the_form_and_does_not_stop_it(question: dict[str, Any], field: str) -> None:
    yes_no = {"id": "yn", "kind": "yes_no", "extra": ["not_known"]}
    asked = form(
        {"id": "a"}, yes_no, {"id": "police", "agencies": ["police"]}, {"id": "panel", "panel_only": True}, question
    )
    assert found(asked) == [("advice", "b", field)]


@pytest.mark.parametrize(
    "label",
    ["Which services took part?", "Was the social worker's supervision recorded?", "Did the name of the plan change?"],
)
def test_an_innocent_label_is_not_accused(label: str) -> None:
    assert found(form({"id": "a", "label": label})) == []


def test_a_childrens_questionnaire_covers_the_five_core_domains() -> None:
    covered = [{"id": f"q_{domain.key}", "domain": domain.key} for domain in CORE_DOMAINS[:4]]
    (finding,) = problems(form(*covered, audience="children"))
    assert (finding.severity, finding.field) == ("error", "domain")
    assert "Engagement with families and significant adults" in finding.message
    assert problems(form(*covered, audience="children", module_of="core")) == ()


def test_a_question_that_its_section_hides_from_its_agency_is_named() -> None:
    asked = form({"id": "a", "agencies": ["police"]}, section={"agencies": ["health"]})
    assert found(asked) == [("advice", "a", "agencies")]


def test_a_form_without_questions_is_refused() -> None:
    assert found(form()) == [("error", "s", "questions")]
    empty = Questionnaire(key="k", title="T", audience="both")
    assert [finding.severity for finding in problems(empty)] == ["error"]

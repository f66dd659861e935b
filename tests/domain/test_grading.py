"""An audit grades on the scale that its terms chose, in the partnership's own words."""

import pytest

from maap.domain.grading import graded_on, with_scales
from maap.domain.questionnaire import Grade, Questionnaire, Scale


def _scale(key: str, *labels: str) -> Scale:
    levels = [{"value": label.lower(), "label": label, "rank": rank} for rank, label in enumerate(labels)]
    return Scale.model_validate({"key": key, "name": key, "direction": "higher_is_better", "levels": levels})


def _form() -> Questionnaire:
    grade = {"kind": "grade", "label": "How good?", "scale": "four"}
    return Questionnaire.model_validate(
        {
            "key": "form",
            "title": "Form",
            "audience": "children",
            "domains": [{"key": "timeliness", "name": "Timeliness"}],
            "scales": [_scale("four", "Poor", "Good").model_dump()],
            "sections": [
                {
                    "id": "one",
                    "title": "One",
                    "domain": "timeliness",
                    "questions": [grade | {"id": "grade_timeliness"}],
                },
                {"id": "two", "title": "Two", "questions": [grade | {"id": "confidence"}]},
            ],
        }
    )


def _scale_of(form: Questionnaire, question_id: str) -> str:
    question = form.question(question_id)
    assert isinstance(question, Grade)
    return question.scale


def test_the_partnerships_wording_of_a_scale_replaces_the_shipped_one() -> None:
    form = with_scales(_form(), {"four": _scale("four", "Weak", "Strong"), "other": _scale("other", "A", "B")})
    assert [level.label for level in form.scale("four").levels] == ["Weak", "Strong"]
    assert [scale.key for scale in form.scales] == ["four"]


def test_domains_are_graded_on_the_chosen_scale_and_other_questions_keep_theirs() -> None:
    form = graded_on(_form(), _scale("ten", "One", "Ten"))
    assert (_scale_of(form, "grade_timeliness"), _scale_of(form, "confidence")) == ("ten", "four")
    assert {scale.key for scale in form.scales} == {"four", "ten"}


def test_a_questionnaire_that_was_looked_through_before_knows_its_new_scale() -> None:
    form = _form()
    assert _scale_of(form, "grade_timeliness") == "four"
    assert _scale_of(graded_on(form, _scale("ten", "One", "Ten")), "grade_timeliness") == "ten"


def test_an_agencys_part_does_not_know_the_others_questions_even_when_the_whole_was_looked_through() -> None:
    form = _form()
    section = form.sections[0]
    only = section.questions[0].model_copy(update={"agencies": ("police",)})
    form = form.changed(sections=(section.model_copy(update={"questions": (only,)}), *form.sections[1:]))
    assert form.question("grade_timeliness").agencies == ("police",)
    with pytest.raises(KeyError):
        form.for_agency("health").question("grade_timeliness")
